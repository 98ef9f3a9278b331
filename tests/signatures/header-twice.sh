# what: two headers gpgsig: who reads the other sees another signer
# git: good
# iwcp: signature-profile
# says: second header
payload
sign stranger
header "$(signature_header)" "$FILES/sig" > "$FILES/other"
sign ed25519
seal
sed "/END SSH/r $FILES/other" "$FILES/commit" > "$FILES/two"
as_commit "$FILES/two"
