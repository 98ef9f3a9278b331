# what: a certificate with an extension that nobody knows, which is not critical
# git: good
# iwcp: good
signed_by cert-with-extension
