# Both sides change the register's settings, in the same line.
act anna 2026-03-02
git switch -q -c side
echo 'receipt_tolerance: 4' >>register.yaml
commit 'Four days'
git switch -q main
echo 'receipt_tolerance: 5' >>register.yaml
commit 'Five days'
