# what: text after the armour
# git: good
# iwcp: signature-profile
payload
sign ed25519
echo 'Approved by the board.' >> "$FILES/sig"
seal
