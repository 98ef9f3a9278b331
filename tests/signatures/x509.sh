# what: a signature of the kind X.509 is told by its name
# git: bad
# iwcp: unsupported-signature
# says: X.509
payload
printf -- '-----BEGIN SIGNED MESSAGE-----\nMIAG\n-----END SIGNED MESSAGE-----\n' > "$FILES/sig"
seal
