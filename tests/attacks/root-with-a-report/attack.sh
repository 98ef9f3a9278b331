# The first commit brings a report along that no step has made.
act anna 2026-03-02
git checkout -q --orphan fresh $START
commit 'Register'
git branch -q -M main
git config iwcp.root $(git rev-parse HEAD)
