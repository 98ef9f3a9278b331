# what: a certificate whose name is itself a pattern
# git: bad
# iwcp: unknown-key
signed_by cert-for-pattern
