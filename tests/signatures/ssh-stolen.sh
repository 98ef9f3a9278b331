# what: a revoked key whose signatures fell, before its revocation
# git: bad
# iwcp: key-not-valid
# says: revoked
signed_by stolen
