# what: a security key that was touched and asked for its PIN
# git: good
# iwcp: good
payload
touch_sign sk-ed25519 05
seal
