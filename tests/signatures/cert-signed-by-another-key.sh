# what: a certificate beside a signature of another key
# git: bad
# iwcp: bad-signature
payload
sign ed25519
blob_of_sig | tail -c 83 > "$FILES/inner"
cut -d' ' -f2 "$RING/cert-cert.pub" | base64 -d > "$FILES/key"
sshsig "$FILES/key" "$FILES/inner" > "$FILES/blob"
armour_blob "$FILES/blob"
seal
