# what: a key after its last day
# git: bad
# iwcp: key-not-valid
signed_by expired
