# what: a signature over text, in which line ends do not count
# git: good
# iwcp: signature-profile
# says: text
payload
gpg_sign pgp-ed25519 --textmode
seal
