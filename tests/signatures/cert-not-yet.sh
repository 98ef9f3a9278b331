# what: a certificate that does not count yet
# git: bad
# iwcp: key-not-valid
# says: not valid yet
signed_by cert-not-yet
