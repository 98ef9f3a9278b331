# what: an OpenPGP armour without its checksum
# git: good
# iwcp: signature-profile
# says: checksum
payload
gpg_sign pgp-ed25519
sed -i '/^=/d' "$FILES/sig"
seal
