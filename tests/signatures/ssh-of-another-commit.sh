# what: the signature of another commit
# git: bad
# iwcp: bad-signature
payload
sign ed25519
payload 'Another commit'
seal
