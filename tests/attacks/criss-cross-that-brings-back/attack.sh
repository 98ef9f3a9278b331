# Histories cross, and the last merge takes a file as it stood before both of them.
act anna 2026-03-02
echo 'First.' > README.md
commit 'Add a readme'
git branch -q side
echo 'Second.' > README.md
commit 'Say more'
git switch -q side
echo 'Other.' > NOTES.md
commit 'Add notes'
git branch -q was side
git merge -q --no-ff -S -m 'Merge main' main
git switch -q main
git merge -q --no-ff -S -m 'Merge was' was
git merge -q --no-ff --no-commit side || true
echo 'First.' > README.md
commit 'Merge side'
