cd "$FILES/clone"
status=0
iwcp verify --root $ROOT > "$FILES/said" 2> "$FILES/remarks" || status=$?
head -8 "$FILES/said"
head -2 "$FILES/remarks"
[ ! -e "$FILES/marker" ] || echo 'something was fetched'
exit $status
