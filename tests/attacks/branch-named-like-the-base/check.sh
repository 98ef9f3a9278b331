iwcp verify --base origin/main --format concise || echo "exit: $?"
iwcp verify --base refs/remotes/origin/main --format concise
