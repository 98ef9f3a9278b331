# what: the reserved field is in use, which OpenSSH skips
# git: good
# iwcp: signature-profile
# says: reserved
payload
sign ed25519
blob_of_sig | perl -0777 -pe 's/(\0\0\0\x03git)\0\0\0\0/$1\0\0\0\x04evil/' > "$FILES/blob"
armour_blob "$FILES/blob"
seal
