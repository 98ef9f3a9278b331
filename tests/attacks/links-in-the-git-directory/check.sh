status=0
iwcp verify --format concise || status=$?
cd "$FILES/other"
iwcp verify --format concise
act anna 2026-03-02
iwcp step 2026-0001 refer --set evidence=strong --set commercial_scale=true --set contact='IMEI desk' || echo "exit: $?"
cd "$FILES/home"
find . -type f | sort
exit $status
