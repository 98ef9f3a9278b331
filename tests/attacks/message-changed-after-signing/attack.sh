act anna 2026-03-02
echo 'Read me.' > README.md
commit 'A readme'
git cat-file commit HEAD | sed 's/^A readme$/Another readme/' > "$FILES/commit"
as_commit "$FILES/commit"
