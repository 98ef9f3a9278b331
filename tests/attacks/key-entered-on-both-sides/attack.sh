# The same key for two participants, each on its own side of a merge.
git switch -q -c side
act anna 2026-03-02
iwcp participant add-key bolt --key "$KEYS/mallory.pub"
git switch -q main
act ben 2026-03-02
iwcp participant add-key acme --key "$KEYS/mallory.pub"
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge side' side
