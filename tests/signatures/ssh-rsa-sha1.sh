# what: an RSA signature with SHA-1
# git: bad
# iwcp: bad-signature
# says: SHA-1
payload
to_sign > "$FILES/data"
cp "$RING/rsa-2048" "$FILES/key.pem"
chmod 600 "$FILES/key.pem"
ssh-keygen -q -p -m PEM -P '' -N '' -f "$FILES/key.pem" > /dev/null
openssl dgst -sha1 -sign "$FILES/key.pem" "$FILES/data" > "$FILES/raw"
{ wire ssh-rsa; wire_file "$FILES/raw"; } > "$FILES/inner"
cut -d' ' -f2 "$RING/rsa-2048.pub" | base64 -d > "$FILES/key"
sshsig "$FILES/key" "$FILES/inner" > "$FILES/blob"
armour_blob "$FILES/blob"
seal
