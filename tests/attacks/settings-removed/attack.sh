# Without settings nothing that follows can be judged.
act anna 2026-03-02
git rm -q register.yaml
commit 'No settings'
git checkout -q $START -- register.yaml
act mallory 2026-03-03
commit 'Settings again'
