# what: another packet beside the signature, which nobody signed
# git: good
# iwcp: signature-profile
# says: beside
payload
gpg_sign pgp-ed25519
{ gpg --dearmor < "$FILES/sig"; printf '\xCA\x03PGP'; } | gpg --enarmor |
  sed -e '/^Comment: /d' -e 's/PGP ARMORED FILE/PGP SIGNATURE/' > "$FILES/other"
mv "$FILES/other" "$FILES/sig"
seal
