# The index of a pack has two reports change their places.
one=$(git rev-parse $START:$(report 2026-0001))
other=$(git rev-parse $START:$(report 2026-0002))
git repack -q -a -d
chmod u+w .git/objects/pack/*.idx
# Its form: eight bytes, a table of 256 counts, names in order, checksums, offsets.
perl -e 'use strict; my ($file, $ids, $width) = (shift, [map { pack "H*", $_ } @ARGV[0, 1]], length($ARGV[0]) / 2);
  local $/; open my $in, "<:raw", $file or die; my $index = <$in>;
  my $count = unpack "N", substr $index, 8 + 1020, 4;
  my @at = map { my $id = $_; grep { substr($index, 1032 + $_ * $width, $width) eq $id } 0 .. $count - 1 } @$ids;
  my @offsets = map { 1032 + $count * ($width + 4) + 4 * $_ } @at;
  my ($one, $other) = map { substr $index, $_, 4 } @offsets;
  substr($index, $offsets[0], 4) = $other; substr($index, $offsets[1], 4) = $one;
  open my $out, ">:raw", $file or die; print $out $index' .git/objects/pack/*.idx $one $other
