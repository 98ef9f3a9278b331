# A revocation is lost where histories cross: one merge keeps it, the other does not, and the last one takes the other.
git switch -q -c side
act max 2026-03-01
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git switch -q main
act anna 2026-03-02
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall
revoked=$(git rev-parse HEAD)
git merge -q --no-ff -S -m 'Merge side' side
git switch -q side
git merge -q --no-ff --no-commit "$revoked"
git checkout -q "$START" -- participants/acme.yaml
commit 'Merge main'
git switch -q main
git merge -q --no-ff --no-commit side || true
git checkout -q side -- participants/acme.yaml
commit 'Merge side again'
act mei 2026-03-04
go_on
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
