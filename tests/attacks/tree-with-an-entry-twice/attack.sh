# A tree that holds `README.md` twice: which of them is checked out, and which is judged?
act anna 2026-03-02
blob=$(echo one | git hash-object -w --stdin)
other=$(echo two | git hash-object -w --stdin)
entries=$(git ls-tree $START)
tree=$(printf '100644 blob %s\tREADME.md\n100644 blob %s\tREADME.md\n%s\n' $blob $other "$entries" | git mktree)
git update-ref refs/heads/main $(git commit-tree -S -p $START -m 'Twice' $tree)
