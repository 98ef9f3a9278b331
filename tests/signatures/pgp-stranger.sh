# what: an OpenPGP key that stands nowhere in the register, and in the keyring of the verifier
# git: bad
# iwcp: unknown-key
# says: nobody
signed_by pgp-stranger
