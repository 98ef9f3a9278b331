# what: an OpenPGP signature by a key of the kind rsa2048 with SHA512
# git: good
# iwcp: good
payload
gpg_sign pgp-rsa2048 --digest-algo SHA512
seal
