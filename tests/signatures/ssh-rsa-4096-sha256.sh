# what: a signature over a SHA-256 hash by a key of the kind rsa-4096
# git: good
# iwcp: good
payload
sign rsa-4096 -O hashalg=sha256
seal
