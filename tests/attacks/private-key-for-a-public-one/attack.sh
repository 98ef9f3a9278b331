# The wrong half of a pair, pasted into the register: told of, and not shown.
act anna 2026-03-02
{
  echo '      - key: |'
  sed 's/^/          /' "$KEYS/mei2"
} >> "$(participant acme)"
commit "$(on_participant acme add-key)"
