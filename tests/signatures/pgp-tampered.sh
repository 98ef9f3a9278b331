# what: the message was changed after signing with OpenPGP
# git: bad
# iwcp: bad-signature
payload 'Pay 10'
gpg_sign pgp-ed25519
sed -i 's/Pay 10/Pay 99/' "$FILES/payload"
seal
