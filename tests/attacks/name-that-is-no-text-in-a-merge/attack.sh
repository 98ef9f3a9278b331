# The keeper's merge brings in a file of its own, whose name is not UTF-8: as text it looks like a name that nobody has.
act max 2026-03-02
git switch -q -c side
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git switch -q main
act anna 2026-03-03
git merge -q --no-ff --no-commit side
echo 'echo stolen' > "$(printf 'run\xff.sh')"
commit 'Merge side'
