# what: a certificate for a key whose own entry was replaced meanwhile: git knows of the authority alone
# git: good
# iwcp: signature-profile
signed_by cert-of-replaced
