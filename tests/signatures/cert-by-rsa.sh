# what: an authority with an RSA key
# git: good
# iwcp: good
signed_by cert-by-rsa
