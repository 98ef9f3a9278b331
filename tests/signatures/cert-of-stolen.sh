# what: a certificate for a key that is revoked by itself
# git: bad
# iwcp: key-not-valid
# says: revoked
signed_by cert-of-stolen
