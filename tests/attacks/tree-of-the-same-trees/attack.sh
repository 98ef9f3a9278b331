# A few bytes that unfold to folders without end.
act anna 2026-03-02
tree=$(git mktree </dev/null)
for _ in $(seq 28); do
  tree=$(printf '040000 tree %s\ta\n040000 tree %s\tb\n' "$tree" "$tree" | git mktree)
done
root=$( (git ls-tree HEAD; printf '040000 tree %s\tzz\n' "$tree") | git mktree)
git update-ref HEAD "$(git commit-tree -S -p HEAD -m 'A tree' "$root")"
