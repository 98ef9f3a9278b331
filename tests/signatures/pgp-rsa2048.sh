# what: GnuPG's own signature by a key of the kind rsa2048
# git: good
# iwcp: good
signed_by pgp-rsa2048
