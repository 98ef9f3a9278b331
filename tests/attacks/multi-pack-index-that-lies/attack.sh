# The index over all packs has two reports change their places.
one=$(git rev-parse $START:$(report 2026-0001))
other=$(git rev-parse $START:$(report 2026-0002))
git repack -q -a -d
git multi-pack-index write 2>/dev/null
file=.git/objects/pack/multi-pack-index
chmod u+w $file
# Its form: chunks, listed behind twelve bytes; names stand in OIDL, packs and offsets in OOFF.
perl -e 'use strict; my ($file, $ids, $width) = (shift, [map { pack "H*", $_ } @ARGV[0, 1]], length($ARGV[0]) / 2);
  local $/; open my $in, "<:raw", $file or die; my $index = <$in>;
  my %at = map { unpack "a4 Q>", substr $index, 12 + 12 * $_, 12 } 0 .. ord(substr $index, 6, 1) - 1;
  my $count = unpack "N", substr $index, $at{OIDF} + 1020, 4;
  my @at = map { my $id = $_; grep { substr($index, $at{OIDL} + $_ * $width, $width) eq $id } 0 .. $count - 1 } @$ids;
  my @offsets = map { $at{OOFF} + 8 * $_ } @at;
  my ($one, $other) = map { substr $index, $_, 8 } @offsets;
  substr($index, $offsets[0], 8) = $other; substr($index, $offsets[1], 8) = $one;
  open my $out, ">:raw", $file or die; print $out $index' $file $one $other
