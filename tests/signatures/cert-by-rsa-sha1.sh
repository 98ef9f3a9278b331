# what: an authority that signs with SHA-1
# git: good
# iwcp: signature-profile
# says: SHA-1
signed_by cert-by-rsa-sha1
