# what: a certificate for several names, one of which counts
# git: good
# iwcp: good
signed_by cert-for-several
