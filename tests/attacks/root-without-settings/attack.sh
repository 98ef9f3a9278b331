act anna 2026-03-02
git checkout -q --orphan fresh $ROOT
git rm -qf register.yaml
commit 'Register'
echo "process: 3.2.0" > register.yaml
commit 'Settings'
git branch -q -M main
git config iwcp.root $(git rev-list --max-parents=0 HEAD)
