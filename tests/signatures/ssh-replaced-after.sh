# what: a revoked key whose signatures stand, after its revocation
# git: bad
# iwcp: key-not-valid
on 2026-06-02
signed_by replaced
