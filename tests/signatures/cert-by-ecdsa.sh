# what: an authority with an ecdsa key
# git: good
# iwcp: good
signed_by cert-by-ecdsa
