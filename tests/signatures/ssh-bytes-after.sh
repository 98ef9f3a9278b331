# what: bytes after the signature
# git: bad
# iwcp: bad-signature
# says: follows
payload
sign ed25519
blob_of_sig > "$FILES/blob"
printf x >> "$FILES/blob"
armour_blob "$FILES/blob"
seal
