# what: a signature of a kind that nobody knows
# git: bad
# iwcp: bad-signature
# says: no known kind
payload
printf -- '-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----\n' > "$FILES/sig"
seal
