# what: the flag of the touch was set after signing
# git: bad
# iwcp: bad-signature
payload
touch_sign sk-ed25519 00
perl -0777 -pe 'substr($_, -5, 1) = "\1"' "$FILES/blob" > "$FILES/forged"
armour_blob "$FILES/forged"
seal
