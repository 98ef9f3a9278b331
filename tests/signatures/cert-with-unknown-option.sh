# what: a certificate with a critical option that nobody knows
# git: good
# iwcp: signature-profile
# says: critical
signed_by cert-with-unknown-option
