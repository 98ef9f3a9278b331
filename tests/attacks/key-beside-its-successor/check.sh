status=0
for case in by-its-end by-a-revoked-one in-time; do
  echo "$case"
  iwcp verify "$case" --format concise 2>/dev/null || status=$?
done
exit $status
