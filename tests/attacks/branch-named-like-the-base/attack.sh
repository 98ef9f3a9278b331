# A branch of the clone is called like the main line of the server, against which a pull request is judged: it holds
# already what is judged.
git clone -q --bare . "$FILES/server.git"
git remote add origin "$FILES/server.git"
git fetch -q origin
git switch -q -c work
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
git update-ref refs/heads/origin/main HEAD
