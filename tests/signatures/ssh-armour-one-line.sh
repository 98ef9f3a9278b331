# what: all base64 on one line, as other signers write it
# git: good
# iwcp: good
payload
sign ed25519
blob_of_sig > "$FILES/blob"
{ echo '-----BEGIN SSH SIGNATURE-----'; base64 -w0 "$FILES/blob"; echo; echo '-----END SSH SIGNATURE-----'; } > "$FILES/sig"
seal
