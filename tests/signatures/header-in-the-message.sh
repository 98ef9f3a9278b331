# what: a signature in the message is none
# git: bad
# iwcp: unsigned-commit
payload
sign ed25519
{ cat "$FILES/payload"; header gpgsig "$FILES/sig"; } > "$FILES/commit"
as_commit "$FILES/commit"
