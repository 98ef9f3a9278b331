# what: a header was added after signing
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i '/^committer/a note unsigned' "$FILES/payload"
seal
