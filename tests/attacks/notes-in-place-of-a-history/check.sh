iwcp verify --format concise refs/notes/commits
