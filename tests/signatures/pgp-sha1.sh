# what: a signature with SHA-1
# git: good
# iwcp: signature-profile
# says: SHA-1
payload
gpg_sign pgp-rsa2048 --digest-algo SHA1
seal
