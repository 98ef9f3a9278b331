# what: git's own signature by a key of the kind rsa-2048
# git: good
# iwcp: good
signed_by rsa-2048
