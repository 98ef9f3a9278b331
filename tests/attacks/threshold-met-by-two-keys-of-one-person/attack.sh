# Two people have to be able to keep the register: anna would rather do it alone, with two keys.
act anna 2026-03-02
echo 'keepers: 2' >> register.yaml
commit 'Two people keep this register'
iwcp participant add-key gsma --person 'Anna Adler' --key "$KEYS/mei2.pub"
act anna 2026-03-03
end_key gsma ben 'revoked: {date: 2026-03-03, reason: left, signatures_stand: true}'
commit "$(on_participant gsma revoke)"
