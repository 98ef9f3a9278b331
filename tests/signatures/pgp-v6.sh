# what: a signature of version 6, which GnuPG does not know: by Ed25519, over bytes, with its salt
# git: bad
# iwcp: unsupported-signature
# says: OpenPGP of version 6
payload
perl -e 'binmode STDOUT; my $hashed = pack "C C N C C C a32", 5, 0x82, 1772452800, 34, 33, 6, "\1" x 32;
  my $body = pack "C4 N/a* N a2 C/a* a64", 6, 0, 27, 8, $hashed, 0, "\2\2", "\3" x 16, "\4" x 64;
  print "\xC2", chr length $body, $body' | gpg --enarmor | sed -e '/^Comment: /d' -e 's/PGP ARMORED FILE/PGP SIGNATURE/' > "$FILES/sig"
seal
