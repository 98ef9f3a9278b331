# what: an authority that stands nowhere
# git: bad
# iwcp: unknown-key
# says: nobody
signed_by cert-by-stranger
