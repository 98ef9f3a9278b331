# what: a header gpgsig-sha256 beside the signature, which nobody signed
# git: good
# iwcp: signature-profile
# says: gpgsig-sha256
payload
sign ed25519
seal
sed '/END SSH/a gpgsig-sha256 anything' "$FILES/commit" > "$FILES/two"
as_commit "$FILES/two"
