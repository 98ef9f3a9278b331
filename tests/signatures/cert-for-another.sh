# what: a certificate for a name that the authority may not vouch for
# git: bad
# iwcp: unknown-key
# says: visitor@bolt.example
signed_by cert-for-another
