# what: a signature over a SHA-256 hash by a key of the kind ecdsa-256
# git: good
# iwcp: good
payload
sign ecdsa-256 -O hashalg=sha256
seal
