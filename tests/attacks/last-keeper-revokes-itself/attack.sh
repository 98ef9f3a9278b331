# Two people keep the register; one revokes the other's key, and then their own.
act anna 2026-03-02
iwcp participant revoke gsma "$KEYS/ben.pub" --reason 'left' --signatures stand
act anna 2026-03-03
end_key gsma anna 'revoked: {date: 2026-03-03, reason: left, signatures_stand: true}'
commit "$(on_participant gsma revoke)"
