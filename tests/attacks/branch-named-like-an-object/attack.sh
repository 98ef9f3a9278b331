# Branches are called like the commit that is asked for, and like its short name; they name what is sound.
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
bad=$(git rev-parse HEAD)
echo $bad > "$FILES/bad"
git update-ref refs/heads/$bad $START
git update-ref refs/heads/${bad:0:9} $START
git reset -q --hard $START
