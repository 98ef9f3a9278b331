# what: a subkey after its end
# git: bad
# iwcp: key-not-valid
# says: expired
payload
GPG_TIME=20260115T120000 gpg --armor --detach-sign -u "$(subkey_of pgp-subkey-expired)!" -o - < "$FILES/payload" > "$FILES/sig"
seal
