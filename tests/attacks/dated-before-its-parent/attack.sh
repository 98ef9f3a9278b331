act anna 2026-01-02
echo 'Read me.' > README.md
commit 'A readme'
