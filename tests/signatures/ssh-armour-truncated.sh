# what: the armour ends in the middle
# git: bad
# iwcp: bad-signature
payload
sign ed25519
head -c 200 "$FILES/sig" > "$FILES/cut" && mv "$FILES/cut" "$FILES/sig"
seal
