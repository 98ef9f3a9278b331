# what: a commit dated before the OpenPGP key was made
# git: good
# iwcp: signature-profile
# says: made later
payload
GPG_TIME=20260402T120000 gpg_sign pgp-young
seal
