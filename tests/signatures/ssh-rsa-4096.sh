# what: git's own signature by a key of the kind rsa-4096
# git: good
# iwcp: good
signed_by rsa-4096
