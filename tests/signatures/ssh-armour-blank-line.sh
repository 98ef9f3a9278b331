# what: an empty line in the armour
# git: good
# iwcp: signature-profile
payload
sign ed25519
sed -i '2i \ ' "$FILES/sig"
seal
