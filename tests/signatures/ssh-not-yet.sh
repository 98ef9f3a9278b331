# what: a key before its first day
# git: bad
# iwcp: key-not-valid
signed_by not-yet
