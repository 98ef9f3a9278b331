# what: a name in the certificate was changed after the authority signed
# git: bad
# iwcp: bad-signature
payload
sign cert-for-another
blob_of_sig | perl -0777 -pe 's/visitor\@bolt\.example/visitor\@acme.example/' > "$FILES/blob"
armour_blob "$FILES/blob"
seal
