# Two packs hold a report: one its bytes, the other one those of another report under its name.
one=$(git rev-parse $START:$(report 2026-0001))
other=$(git rev-parse $START:$(report 2026-0002))
packed() { echo ".git/objects/pack/pack-$(git pack-objects -q .git/objects/pack/pack)"; }
git rev-list --objects --all | cut -d' ' -f1 | grep -v $one | packed > /dev/null
echo $one | packed > /dev/null
find .git/objects -type f -path '*/??/*' -delete
# Which of them is read first goes by their age.
touch -d '2026-01-01' .git/objects/pack/*
pack=$(echo $other | packed)
chmod u+w $pack.idx
# The form of its index: eight bytes, a table of 256 counts by first bytes, the one name.
perl -e 'use strict; my ($file, $id) = (shift, pack "H*", shift);
  local $/; open my $in, "<:raw", $file or die; my $index = <$in>;
  substr($index, 8, 1024) = join "", map { pack "N", $_ >= ord $id ? 1 : 0 } 0 .. 255;
  substr($index, 1032, length $id) = $id;
  open my $out, ">:raw", $file or die; print $out $index' $pack.idx $one
