# what: an RSA key of 1024 bits
# git: good
# iwcp: signature-profile
# says: 1024
signed_by pgp-rsa1024
