# what: GnuPG's own signature by a key of the kind p256
# git: good
# iwcp: good
signed_by pgp-p256
