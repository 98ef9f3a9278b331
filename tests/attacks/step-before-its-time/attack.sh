# The 42 days have not passed.
act anna 2026-03-02
cat >> $(report 2026-0002) <<'Y'
notifications:
  - kind: compromise
    ground: no-response
    issued: 2026-03-02
Y
commit "$(step 2026-0002 escalate with-manufacturer with-manufacturer 9)"
