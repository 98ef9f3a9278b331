# What fell is to stand again.
act anna 2026-03-02
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall
act ben 2026-03-03
sed -i 's/signatures_stand: false/signatures_stand: true/' "$(participant acme)"
commit "$(on_participant acme update)"
