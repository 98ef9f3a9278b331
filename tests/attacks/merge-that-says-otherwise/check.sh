status=0
for case in yesterday no-day short-day after-the-merge before-the-answer twice twice-the-same nothing a-step in-order; do
  echo "$case"
  iwcp verify "$case" --format concise 2>/dev/null || status=$?
done
exit $status
