# what: a security key of the kind ecdsa that was touched
# git: good
# iwcp: good
payload
touch_sign sk-ecdsa 01
seal
