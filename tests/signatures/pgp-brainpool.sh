# what: a key on a curve that is not supported
# git: good
# iwcp: unsupported-signature
# says: ECDSA
signed_by pgp-brainpool
