# what: a subkey that signs, bound both ways
# git: good
# iwcp: good
git -c gpg.format=openpgp -c user.signingkey="$(subkey_of pgp-subkey)!" commit -q -S --allow-empty -m 'A commit'
