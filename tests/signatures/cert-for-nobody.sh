# what: a certificate without names
# git: bad
# iwcp: bad-signature
# says: names nobody
signed_by cert-for-nobody
