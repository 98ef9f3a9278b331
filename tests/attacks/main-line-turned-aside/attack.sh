# The main branch is moved to a branch into which it was merged: what stood there counts as brought in.
act aldo 2026-03-01
iwcp verify >/dev/null 2>&1
act anna 2026-03-02
echo 'Read me.' > README.md
commit 'Add a readme'
iwcp verify >/dev/null 2>&1
git switch -q -c work "$START"
act max 2026-03-02
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge main' main
git branch -q -f main work
git switch -q main
