# what: statements in an OpenPGP signature that nobody signed
# git: good
# iwcp: signature-profile
# says: nobody signed
payload
gpg_sign pgp-ed25519
gpg --dearmor < "$FILES/sig" | perl -0777 -pe '
  # Behind the hashed subpackets stand those that nobody signed: a policy of somebody else is put among them.
  my $hashed = unpack "n", substr $_, 6, 2;
  my $at = 8 + $hashed;
  my $unhashed = unpack "n", substr $_, $at, 2;
  my $more = pack "CCa*", 9, 26, "http://x";
  substr($_, $at, 2) = pack "n", $unhashed + length $more;
  substr($_, $at + 2 + $unhashed, 0) = $more;
  substr($_, 1, 1) = pack "C", length($_) - 2' > "$FILES/raw"
gpg --enarmor < "$FILES/raw" | sed 's/ARMORED FILE/SIGNATURE/; /^Comment/d' > "$FILES/sig"
seal
