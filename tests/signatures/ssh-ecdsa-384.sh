# what: git's own signature by a key of the kind ecdsa-384
# git: good
# iwcp: good
signed_by ecdsa-384
