# what: text after an OpenPGP armour
# git: good
# iwcp: signature-profile
payload
gpg_sign pgp-ed25519
echo 'Approved by the board.' >> "$FILES/sig"
seal
