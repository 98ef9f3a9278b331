# A tag is called like the branch that is asked for; it names what is sound.
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
git tag main $START
