# A merge that changes a report by itself.
act anna 2026-03-02
git switch -q -c side
echo 'Read me.' > README.md
commit 'A readme'
git switch -q main
git merge -q --no-ff --no-commit side
sed -i 's/over the air/with great difficulty/' $(report 2026-0002)
commit 'Merge side'
