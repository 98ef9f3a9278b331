# what: a DSA key
# git: good
# iwcp: unsupported-signature
# says: DSA
signed_by pgp-dsa
