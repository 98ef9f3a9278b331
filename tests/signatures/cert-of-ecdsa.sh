# what: a certificate for an ecdsa key
# git: good
# iwcp: good
signed_by cert-of-ecdsa
