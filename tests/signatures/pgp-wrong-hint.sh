# what: an OpenPGP signature with a wrong hint at its hash
# git: good
# iwcp: signature-profile
# says: hint
payload
gpg_sign pgp-ed25519
gpg --dearmor < "$FILES/sig" | perl -e 'local $/; binmode STDIN; my $packet = <STDIN>;
  my ($hashed) = unpack "x6 n", $packet;
  my ($unhashed) = unpack "n", substr $packet, 8 + $hashed, 2;
  substr($packet, 10 + $hashed + $unhashed, 2) ^= "\1\1";
  binmode STDOUT; print $packet' | gpg --enarmor | sed -e '/^Comment: /d' -e 's/PGP ARMORED FILE/PGP SIGNATURE/' > "$FILES/other"
mv "$FILES/other" "$FILES/sig"
seal
