# what: two OpenPGP signatures in one armour
# git: bad
# iwcp: bad-signature
# says: exactly one
payload
gpg_sign pgp-ed25519
gpg --dearmor < "$FILES/sig" > "$FILES/one"
gpg_sign pgp-rsa2048
gpg --dearmor < "$FILES/sig" > "$FILES/other"
cat "$FILES/one" "$FILES/other" | gpg --enarmor | sed 's/ARMORED FILE/SIGNATURE/; /^Comment/d' > "$FILES/sig"
seal
