# what: the same ed25519 signature with the order of the group added
# git: good
# iwcp: signature-profile
payload
sign ed25519
blob_of_sig | perl -0777 -pe '
  my @order = unpack "C*", pack "H*", "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
  my @s = unpack "C*", substr $_, -32;
  my $carry = 0;
  for my $i (0 .. 31) { my $sum = $s[$i] + $order[$i] + $carry; $s[$i] = $sum & 255; $carry = $sum >> 8 }
  substr($_, -32) = pack "C*", @s' > "$FILES/blob"
armour_blob "$FILES/blob"
seal
