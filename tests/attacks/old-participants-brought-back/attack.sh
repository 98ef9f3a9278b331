# A branch from before the revocation is merged so that its participants stand again.
git switch -q -c old
act max 2026-03-01
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git switch -q main
act anna 2026-03-02
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall
act ben 2026-03-03
git merge -q --no-ff --no-commit old
git checkout -q old -- participants/acme.yaml
commit 'Merge old'
act mei 2026-03-04
go_on
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
