# What was verified before is no longer there.
act aldo 2026-03-02
iwcp verify > "$FILES/before"
act anna 2026-03-02
git reset -q --hard HEAD~1
echo 'Read me.' > README.md
commit 'A readme'
