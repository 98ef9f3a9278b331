# what: a key on another curve that is not supported
# git: good
# iwcp: unsupported-signature
# says: ECDSA
signed_by pgp-secp256k1
