# what: a signature made for files
# git: bad
# iwcp: bad-signature
# says: another purpose
payload
NAMESPACE=file sign ed25519
seal
