# what: a signature with SHA-224
# git: good
# iwcp: unsupported-signature
# says: SHA-224
payload
gpg_sign pgp-ed25519 --digest-algo SHA224
seal
