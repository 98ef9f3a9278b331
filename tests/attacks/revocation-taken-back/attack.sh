# Whoever keeps the register may not bring a revoked key back either.
act anna 2026-03-02
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall
act ben 2026-03-03
sed -i '/revoked:/,$d' "$(participant acme)"
commit "$(on_participant acme update)"
act mei 2026-03-04
go_on
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
