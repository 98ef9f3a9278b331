# what: lines of 64, as other signers write them
# git: good
# iwcp: good
payload
sign ed25519
blob_of_sig > "$FILES/blob"
{ echo '-----BEGIN SSH SIGNATURE-----'; base64 -w64 "$FILES/blob"; echo '-----END SSH SIGNATURE-----'; } > "$FILES/sig"
seal
