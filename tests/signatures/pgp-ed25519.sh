# what: GnuPG's own signature by a key of the kind ed25519
# git: good
# iwcp: good
signed_by pgp-ed25519
