act olga 2026-03-02
git checkout -q --orphan fresh $START
git rm -rqf reports declarations ndas
commit 'Register'
git branch -q -M main
git config iwcp.root $(git rev-parse HEAD)
