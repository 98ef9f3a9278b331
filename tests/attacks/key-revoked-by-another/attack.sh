# A manufacturer revokes a key of its competitor.
act mei 2026-03-02
end_key bolt max "revoked: {date: 2026-03-02, reason: stolen, signatures_stand: false}"
commit "$(on_participant bolt revoke)"
