# what: an OpenPGP armour with a comment that nobody signed
# git: good
# iwcp: signature-profile
payload
gpg_sign pgp-ed25519
sed -i '1a Comment: Approved by the board.' "$FILES/sig"
seal
