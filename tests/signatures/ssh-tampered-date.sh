# what: the date was changed after signing
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i '/^committer/s/ +0000/ +0100/' "$FILES/payload"
seal
