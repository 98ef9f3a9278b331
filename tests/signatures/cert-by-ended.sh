# what: an authority after its last day
# git: bad
# iwcp: key-not-valid
# says: 2026-02-01
signed_by cert-by-ended
