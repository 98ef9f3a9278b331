# what: a key for which everybody can sign
# git: good
# iwcp: signature-profile
# says: weak
payload
point='\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
zero='\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
{ wire ssh-ed25519; printf "$point" | wire_data; } > "$FILES/key"
{ wire ssh-ed25519; printf "$point$zero" | wire_data; } > "$FILES/inner"
sshsig "$FILES/key" "$FILES/inner" > "$FILES/blob"
echo "anna@example.org ssh-ed25519 $(base64 -w0 "$FILES/key")" > "$FILES/allowed"
git config gpg.ssh.allowedSignersFile "$FILES/allowed"
armour_blob "$FILES/blob"
seal
