# What a forge keeps of a pull request stands on the server and was never judged: the main branch is moved there, and a
# branch is made of it.
server
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
git -C "$FILES/server.git" fetch -q "$PWD" HEAD:refs/pull/1/head
