# what: an OpenPGP armour with line ends of Windows
# git: good
# iwcp: signature-profile
payload
gpg_sign pgp-ed25519
sed -i 's/$/\r/' "$FILES/sig"
seal
