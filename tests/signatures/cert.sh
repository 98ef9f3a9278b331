# what: a key with a certificate, under a name that the authority may vouch for
# git: good
# iwcp: good
signed_by cert
