cd "$FILES/clone"
iwcp verify --root $ROOT --format concise
