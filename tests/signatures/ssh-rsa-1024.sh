# what: a signature by an RSA key of 1024 bits
# git: good
# iwcp: signature-profile
echo "anna@example.org namespaces=\"git\" $(cat "$RING/rsa-1024.pub")" > "$FILES/allowed"
git config gpg.ssh.allowedSignersFile "$FILES/allowed"
signed_by rsa-1024
