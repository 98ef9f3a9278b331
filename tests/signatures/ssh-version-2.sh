# what: version 2
# git: bad
# iwcp: bad-signature
# says: version
payload
sign ed25519
blob_of_sig > "$FILES/blob"
printf '\2' | dd of="$FILES/blob" bs=1 seek=9 conv=notrunc status=none
armour_blob "$FILES/blob"
seal
