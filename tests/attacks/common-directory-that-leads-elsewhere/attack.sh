# The git directory says that objects, references and settings stand in another one, which holds a forged history.
cp -a .git "$FILES/forged"
act mallory 2026-03-02
echo 'Read me.' > README.md
export GIT_DIR="$FILES/forged" GIT_WORK_TREE=.
git add -A
git commit -q -S -m Mine
echo "$FILES/forged" > .git/commondir
