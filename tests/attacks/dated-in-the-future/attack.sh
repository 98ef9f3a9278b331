act anna 2099-01-01
echo 'Read me.' > README.md
commit 'A readme'
