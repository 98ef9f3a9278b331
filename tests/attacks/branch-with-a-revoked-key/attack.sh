# A branch whose signer's key is revoked on the main line meanwhile: told before anybody merges.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act anna 2026-03-03
sed -i 's/^\( *\)- key: \(.*\)/&\n\1  revoked: {date: 2026-03-01, reason: stolen}/' participants/acme.yaml
commit 'acme: update Acme Mobile Ltd (clause 1, 3, 9)

Participant: acme
Step: update
Status: active -> active
Process: 3.2.0 clause 1, 3, 9'
