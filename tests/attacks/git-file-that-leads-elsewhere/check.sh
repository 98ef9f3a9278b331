iwcp verify --root $ROOT --format concise
