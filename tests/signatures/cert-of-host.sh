# what: a certificate for a host
# git: bad
# iwcp: bad-signature
# says: users
signed_by cert-of-host
