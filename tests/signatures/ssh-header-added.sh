# what: a header was added after signing
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i '/^committer/a encoding ISO-8859-1' "$FILES/payload"
seal
