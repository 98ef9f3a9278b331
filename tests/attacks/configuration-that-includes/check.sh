status=0
iwcp check > "$FILES/said" 2>&1 || cat "$FILES/said"
iwcp verify --format concise || status=$?
[ ! -e "$FILES/marker" ] || echo 'a program was started'
exit $status
