# what: a signature over a SHA-256 hash by a key of the kind ecdsa-384
# git: good
# iwcp: good
payload
sign ecdsa-384 -O hashalg=sha256
seal
