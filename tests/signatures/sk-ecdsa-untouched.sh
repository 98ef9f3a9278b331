# what: a security key of the kind ecdsa that nobody touched
# git: good
# iwcp: signature-profile
# says: touched
payload
touch_sign sk-ecdsa 00
seal
