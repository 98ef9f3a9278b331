# what: an OpenPGP armour that ends in the middle
# git: bad
# iwcp: bad-signature
payload
gpg_sign pgp-ed25519
head -c 120 "$FILES/sig" > "$FILES/cut" && mv "$FILES/cut" "$FILES/sig"
seal
