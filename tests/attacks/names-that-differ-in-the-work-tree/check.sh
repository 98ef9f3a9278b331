status=0
iwcp check --format concise || status=$?
git add -A
iwcp check --staged --format concise | tail -1
exit $status
