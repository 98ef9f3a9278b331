# Somebody has mei's key, and an answer that they signed with it waits on her branch. The key is revoked and she has a new
# one, with which she is to put the branch on top of the main line.
git switch -q -c answer
act mei 2026-03-02
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='Never.' --set no_other_models=true >/dev/null
git switch -q main
act anna 2026-03-03
iwcp participant add-key acme --person 'Mei Ming' --key "$KEYS/mei2.pub" >/dev/null
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall >/dev/null
git switch -q answer
