act aldo 2026-03-02
iwcp verify > "$FILES/before"
git reset -q --hard HEAD~2
