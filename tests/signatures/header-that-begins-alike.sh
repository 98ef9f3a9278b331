# what: a header gpgsigfoo, which git leaves out of what is signed
# git: good
# iwcp: signature-profile
# says: gpgsigfoo
payload
sign ed25519
seal
sed '/END SSH/a gpgsigfoo anything\n at all' "$FILES/commit" > "$FILES/two"
as_commit "$FILES/two"
