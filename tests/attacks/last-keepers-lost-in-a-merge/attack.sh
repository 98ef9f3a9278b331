# Each side revokes another of the two who keep the register.
act anna 2026-03-02
iwcp participant add keepers --role fsd --person 'Gwen Keeper' --key "$KEYS/mallory.pub"
git switch -q -c side
act anna 2026-03-03
iwcp participant revoke gsma "$KEYS/ben.pub" --reason left --signatures stand
iwcp participant revoke gsma "$KEYS/anna.pub" --reason left --signatures stand
git switch -q main
act ben 2026-03-03
iwcp participant retire keepers
act anna 2026-03-04
git merge -q --no-ff -S -m 'Merge side' side
