# what: a certificate with a critical option
# git: good
# iwcp: signature-profile
# says: critical
signed_by cert-with-command
