# The main branch names a commit that nobody has.
git pack-refs --all
sed -i "s/^$START /$(echo $START | tr 0-9a-f 1-9a-f0) /" .git/packed-refs
