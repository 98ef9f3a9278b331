# what: a key that vouches for itself with SHA-1
# git: good
# iwcp: signature-profile
# says: SHA-1
signed_by pgp-sha1
