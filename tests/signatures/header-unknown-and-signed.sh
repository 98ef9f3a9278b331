# what: a header that git does not know, and that was signed
# git: good
# iwcp: good
payload
sed -i '/^committer/a x-ticket 4711' "$FILES/payload"
sign ed25519
seal
