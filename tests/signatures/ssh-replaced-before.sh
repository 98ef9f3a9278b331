# what: a revoked key whose signatures stand, before its revocation
# git: good
# iwcp: good
signed_by replaced
