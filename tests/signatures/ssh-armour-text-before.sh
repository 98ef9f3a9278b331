# what: text before the armour
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i '1i Approved by the board.' "$FILES/sig"
seal
