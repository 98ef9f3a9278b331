# A commit nobody may make stands below the tip, and git's commit graph says that the tip builds on what is before it.
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Hidden'
hidden=$(git rev-parse HEAD)
act anna 2026-03-03
echo 'Read this.' > README.md
commit 'Seen'
git commit-graph write --reachable 2>/dev/null
file=.git/objects/info/commit-graph
chmod u+w $file
# Its form: chunks, listed behind eight bytes; names stand in OIDL; in CDAT a tree and two parents, by their places.
perl -e 'use strict; my ($file, $width) = (shift, length($ARGV[0]) / 2);
  local $/; open my $in, "<:raw", $file or die; my $graph = <$in>;
  my %at = map { unpack "a4 Q>", substr $graph, 8 + 12 * $_, 12 } 0 .. ord(substr $graph, 6, 1) - 1;
  my $count = unpack "N", substr $graph, $at{OIDF} + 1020, 4;
  my ($tip, $before) = map { my $id = pack "H*", $_; grep { substr($graph, $at{OIDL} + $_ * $width, $width) eq $id } 0 .. $count - 1 } @ARGV;
  substr($graph, $at{CDAT} + $tip * ($width + 16) + $width, 4) = pack "N", $before;
  open my $out, ">:raw", $file or die; print $out $graph' $file $(git rev-parse HEAD) $START
git log --format=%s > "$FILES/log"
! grep -q Hidden "$FILES/log"
