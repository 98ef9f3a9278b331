# what: an OpenPGP key whose certificate says that it is revoked
# git: bad
# iwcp: key-not-valid
# says: revoked
signed_by pgp-revoked
