# what: one bit of the signature is another
# git: bad
# iwcp: bad-signature
payload
sign ed25519
blob_of_sig > "$FILES/blob"
perl -0777 -pe 'substr($_, -10, 1) ^= "\1"' "$FILES/blob" > "$FILES/flipped"
mv "$FILES/flipped" "$FILES/blob"
armour_blob "$FILES/blob"
seal
