# what: an OpenPGP key before its end
# git: good
# iwcp: good
on 2026-01-15
signed_by pgp-expired
