# what: lines of different lengths
# git: good
# iwcp: signature-profile
# says: wrapped
payload
sign ed25519
sed -i '2s/./&\n/10' "$FILES/sig"
seal
