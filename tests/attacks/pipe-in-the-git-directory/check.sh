timeout 60 iwcp verify --format concise || echo "exit: $?"
cd "$FILES/other"
timeout 60 iwcp verify --format concise || echo "exit: $?"
cd "$FILES/third"
timeout 60 iwcp verify --format concise
