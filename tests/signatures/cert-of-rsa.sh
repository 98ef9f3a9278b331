# what: a certificate for an RSA key
# git: good
# iwcp: good
signed_by cert-of-rsa
