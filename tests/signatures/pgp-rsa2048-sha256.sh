# what: an OpenPGP signature by a key of the kind rsa2048 with SHA256
# git: good
# iwcp: good
payload
gpg_sign pgp-rsa2048 --digest-algo SHA256
seal
