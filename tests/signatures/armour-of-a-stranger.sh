# what: what the profile refuses by a key that stands nowhere: the key comes first, since git refuses it, too
# git: bad
# iwcp: unknown-key
payload
sign stranger
echo 'Approved by the board.' >> "$FILES/sig"
seal
