# what: the base64 has line ends of Windows
# git: good
# iwcp: signature-profile
payload
sign ed25519
sed -i '/-----/!s/$/\r/' "$FILES/sig"
seal
