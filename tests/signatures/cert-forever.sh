# what: a certificate that never ends
# git: good
# iwcp: good
signed_by cert-forever
