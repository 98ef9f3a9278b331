# what: a signature that ends by itself
# git: good
# iwcp: signature-profile
# says: ends
payload
gpg_sign pgp-ed25519 --default-sig-expire 1y
seal
