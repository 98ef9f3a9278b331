# The first commit is signed by a key that it does not hold.
act anna
git checkout -q --orphan fresh $ROOT
act mallory 2026-01-05
commit 'Register'
git branch -q -M main
git config iwcp.root $(git rev-parse HEAD)
