# what: a certificate that has expired
# git: bad
# iwcp: key-not-valid
# says: expired
signed_by cert-expired
