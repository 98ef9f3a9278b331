# what: a subkey that its primary key has revoked
# git: bad
# iwcp: key-not-valid
# says: revoked
git -c gpg.format=openpgp -c user.signingkey="$(subkey_of pgp-subkey-revoked)!" commit -q -S --allow-empty -m 'A commit'
