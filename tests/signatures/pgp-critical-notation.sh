# what: a critical notation that nobody knows
# git: bad
# iwcp: bad-signature
# says: critical
payload
gpg_sign pgp-ed25519 --sig-notation '!ticket@example.org=4711'
seal
