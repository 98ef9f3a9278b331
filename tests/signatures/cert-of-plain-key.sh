# what: a certificate for a key that stands by itself, from an authority that does not stand
# git: bad
# iwcp: unknown-key
cp "$RING/ed25519" "$RING/ed25519.pub" "$FILES/"
ssh-keygen -q -s "$RING/other-ca" -I x -n visitor@acme.example "$FILES/ed25519.pub"
git -c gpg.format=ssh -c user.signingkey="$FILES/ed25519-cert.pub" commit -q -S --allow-empty -m 'A commit'
