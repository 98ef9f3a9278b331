# what: a notation that is not critical
# git: good
# iwcp: good
payload
gpg_sign pgp-ed25519 --sig-notation ticket@example.org=4711
seal
