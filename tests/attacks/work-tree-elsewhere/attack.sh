# The repository says that its work tree is a folder of whoever works in it: a step would write there.
mkdir "$FILES/home"
git config core.worktree "$FILES/home"
