# what: the armour has no last line
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i '/END/d' "$FILES/sig"
seal
