# what: git's own signature by a key of the kind ecdsa-256
# git: good
# iwcp: good
signed_by ecdsa-256
