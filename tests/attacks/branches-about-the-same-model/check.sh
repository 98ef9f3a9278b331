iwcp verify --format concise || echo "exit: $?"
iwcp check --format concise
