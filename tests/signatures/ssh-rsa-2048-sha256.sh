# what: a signature over a SHA-256 hash by a key of the kind rsa-2048
# git: good
# iwcp: good
payload
sign rsa-2048 -O hashalg=sha256
seal
