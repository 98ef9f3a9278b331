# what: the message was changed after signing
# git: bad
# iwcp: bad-signature
payload 'Pay 10'
sign ed25519
sed -i 's/Pay 10/Pay 99/' "$FILES/payload"
seal
