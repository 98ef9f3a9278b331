# what: an authority signs by itself
# git: bad
# iwcp: unknown-key
# says: authority
signed_by ca
