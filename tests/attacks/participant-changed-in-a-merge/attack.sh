# The keeper's own merge lets somebody in, who then signs.
git switch -q -c side
act max 2026-03-02
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git switch -q main
act anna 2026-03-03
git merge -q --no-ff --no-commit side
add_key gsma mallory 'from: 2026-03-03'
commit 'Merge side'
act mallory 2026-03-04
echo 'Read me.' > README.md
commit 'Add a readme'
