# what: a header gpgsig-sha256 (in a repository of that format gpgsig) beside the signature, which nobody signed
# git: good
# iwcp: signature-profile
# says: a header `gpgsig
payload
sign ed25519
seal
case $(signature_header) in gpgsig) other=gpgsig-sha256 ;; *) other=gpgsig ;; esac
sed "/END SSH/a $other anything" "$FILES/commit" > "$FILES/two"
as_commit "$FILES/two"
