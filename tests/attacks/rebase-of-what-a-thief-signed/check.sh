act mei 2026-03-04
git config user.signingkey "$KEYS/mei2.pub"
git rev-parse HEAD > "$FILES/before"
status=0
iwcp rebase main --format concise || status=$?
[ "$(git rev-parse HEAD)" = "$(cat "$FILES/before")" ]
exit $status
