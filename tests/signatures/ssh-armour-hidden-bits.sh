# what: base64 that hides bits behind its end
# git: bad
# iwcp: bad-signature
payload
sign ed25519
blob_of_sig > "$FILES/blob"
printf '\0' >> "$FILES/blob"
armour_blob "$FILES/blob"
seal
