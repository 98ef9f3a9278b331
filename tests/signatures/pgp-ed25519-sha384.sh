# what: an OpenPGP signature by a key of the kind ed25519 with SHA384
# git: good
# iwcp: good
payload
gpg_sign pgp-ed25519 --digest-algo SHA384
seal
