act olga 2026-03-02
echo 'Read me.' > README.md
commit 'A readme'
