# A signed tag stands where a commit has to.
act anna 2026-03-02
git tag -s -m 'As good as a commit' tag
git cat-file commit HEAD | sed "s/^parent .*/parent $(git rev-parse tag)/" > "$FILES/commit"
id=$(git hash-object -t commit -w --literally "$FILES/commit")
echo "$id" > .git/refs/heads/main
