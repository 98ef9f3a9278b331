# A signed step of one register, put on top of another as it is.
command git clone -q . "$FILES/other"
cd "$FILES/other"
act mei 2026-03-02
echo 'Another register.' > README.md
act anna 2026-03-02
commit 'Add a readme'
act mei 2026-03-03
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git cat-file commit HEAD > "$FILES/commit"
step=$(git rev-parse HEAD:reports)
cd - >/dev/null
git fetch -q "$FILES/other" HEAD
git read-tree --prefix=was/ "$step" && git rm -q -r --cached was
git checkout -q FETCH_HEAD -- reports
tree=$(git write-tree)
sed -i -e "s/^tree .*/tree $tree/" -e "s/^parent .*/parent $START/" "$FILES/commit"
as_commit "$FILES/commit"
