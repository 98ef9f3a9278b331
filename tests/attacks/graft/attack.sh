# A graft cuts the history short; it is not followed, and what it hides is judged.
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Hidden'
act anna 2026-03-03
echo 'Read this.' > README.md
commit 'Seen'
mkdir -p .git/info
echo "$(git rev-parse HEAD) $START" > .git/info/grafts
