# what: the armour has line ends of Windows
# git: bad
# iwcp: bad-signature
payload
sign ed25519
sed -i 's/$/\r/' "$FILES/sig"
seal
