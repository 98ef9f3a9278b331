act anna 2026-03-03
for branch in one two; do
  iwcp verify --base main --format concise $branch || echo "exit: $?"
  iwcp merge $branch >/dev/null
done
iwcp verify --format concise 2>/dev/null || echo "exit: $?"
iwcp check --format concise
