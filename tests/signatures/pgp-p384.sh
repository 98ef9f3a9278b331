# what: GnuPG's own signature by a key of the kind p384
# git: good
# iwcp: good
signed_by pgp-p384
