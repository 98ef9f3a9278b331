# what: git's own signature by a key of the kind ecdsa-521
# git: good
# iwcp: good
signed_by ecdsa-521
