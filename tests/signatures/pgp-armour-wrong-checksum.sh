# what: an OpenPGP armour with a wrong checksum
# git: bad
# iwcp: bad-signature
payload
gpg_sign pgp-ed25519
sed -i 's/^=.*/=AAAA/' "$FILES/sig"
seal
