# what: two signatures in one header
# git: good
# iwcp: signature-profile
payload
sign ed25519
cat "$FILES/sig" "$FILES/sig" > "$FILES/two" && mv "$FILES/two" "$FILES/sig"
seal
