# what: a certificate with its reserved field in use
# git: good
# iwcp: signature-profile
# says: reserved
signed_by cert-reserved
