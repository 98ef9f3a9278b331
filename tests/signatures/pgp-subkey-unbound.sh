# what: a subkey that signs and does not say itself whose it is: anybody can bind another's subkey
# git: bad
# iwcp: key-not-valid
# says: no back-signature
git -c gpg.format=openpgp -c user.signingkey="$(subkey_of pgp-subkey-unbound)!" commit -q -S --allow-empty -m 'A commit'
