# what: the reserved field is in use and signed
# git: bad
# iwcp: bad-signature
payload
{ printf SSHSIG; wire git; wire evil; wire sha512; openssl dgst -sha512 -binary "$FILES/payload" | wire_data; } > "$FILES/data"
openssl genpkey -algorithm ed25519 -out "$FILES/key.pem" 2>/dev/null
openssl pkeyutl -sign -inkey "$FILES/key.pem" -rawin -in "$FILES/data" -out "$FILES/raw"
openssl pkey -in "$FILES/key.pem" -pubout -outform DER | tail -c 32 > "$FILES/public"
{ wire ssh-ed25519; wire_file "$FILES/public"; } > "$FILES/key"
echo "anna@example.org ssh-ed25519 $(base64 -w0 "$FILES/key")" >> "$RING/allowed_signers.$$" && mv "$RING/allowed_signers.$$" "$FILES/allowed"
git config gpg.ssh.allowedSignersFile "$FILES/allowed"
{ wire ssh-ed25519; wire_file "$FILES/raw"; } > "$FILES/inner"
{ printf 'SSHSIG\0\0\0\1'; wire_file "$FILES/key"; wire git; wire evil; wire sha512; wire_file "$FILES/inner"; } > "$FILES/blob"
armour_blob "$FILES/blob"
seal
