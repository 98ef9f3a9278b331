iwcp verify main --format concise || echo "exit: $?"
iwcp verify refs/heads/main --format concise
