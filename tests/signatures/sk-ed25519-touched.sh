# what: a security key that was touched
# git: good
# iwcp: good
payload
touch_sign sk-ed25519 01
seal
