# One word in the settings, and nothing that follows could be judged: the commit that leaves it is told of.
act anna 2026-03-02
echo 'nonsense: 1' >> register.yaml
commit 'A new setting'
