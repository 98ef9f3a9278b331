# A branch stood on the server before it judged anything: the main branch answers for what it takes from there.
server
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
git -C "$FILES/server.git" fetch -q "$PWD" HEAD:refs/heads/mine
