# what: a security key that nobody touched, in a register that allows it
# git: good
# iwcp: good
echo 'touch_required: false' >> register.yaml
git add register.yaml
git commit -q -S -m 'Security keys need not be touched'
on 2026-03-03
payload
touch_sign sk-ed25519 00
seal
