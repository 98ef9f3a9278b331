# ben's key is revoked on the branch that he merges.
git switch -q -c side
act anna 2026-03-02
iwcp participant revoke gsma "$KEYS/ben.pub" --reason stolen --signatures fall
git switch -q main
act ben 2026-03-03
git merge -q --no-ff -S -m 'Merge side' side
