# A commit nobody may make is there, and the file of a shallow clone says that what stands on it has no parent.
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Hidden'
act anna 2026-03-03
echo 'Read this.' > README.md
commit 'Seen'
git rev-parse HEAD > .git/shallow
