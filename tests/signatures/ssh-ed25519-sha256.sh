# what: a signature over a SHA-256 hash by a key of the kind ed25519
# git: good
# iwcp: good
payload
sign ed25519 -O hashalg=sha256
seal
