# what: a security key that nobody touched
# git: good
# iwcp: signature-profile
# says: touched
payload
touch_sign sk-ed25519 00
seal
