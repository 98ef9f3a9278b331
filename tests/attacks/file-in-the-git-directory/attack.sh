# A tree that would write into the git directory of whoever checks it out.
act anna 2026-03-02
blob=$(printf '[core]\n\tfsmonitor = touch marker\n' | git hash-object -w --stdin)
inner=$(printf '100644 blob %s\tconfig\n' $blob | git mktree)
tree=$({ git ls-tree $START; printf '040000 tree %s\t.GIT\n' $inner; } | git mktree)
git update-ref refs/heads/main $(git commit-tree -S -p $START -m 'Inside' $tree)
