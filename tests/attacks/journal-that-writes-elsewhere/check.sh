iwcp list > /dev/null
iwcp verify --format concise || echo "exit: $?"
cd "$FILES/other"
iwcp list > /dev/null
status=0
iwcp verify --format concise || status=$?
ls -A "$FILES/home"
exit $status
