iwcp verify side --base main --format concise
