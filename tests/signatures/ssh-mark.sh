# what: another mark
# git: bad
# iwcp: bad-signature
payload
sign ed25519
blob_of_sig > "$FILES/blob"
printf X | dd of="$FILES/blob" bs=1 seek=0 conv=notrunc status=none
armour_blob "$FILES/blob"
seal
