# what: an OpenPGP key after its end
# git: bad
# iwcp: key-not-valid
# says: expired
export GPG_TIME=20260115T120000
payload
gpg_sign pgp-expired
seal
