# F&SD makes the quarter look better than it was: what both bodies approve by its digest need not be what was counted.
act anna 2026-04-02
printf 'release_threshold: 0\nrelease_sources: 0\n' >> register.yaml
commit 'Every number is told'
iwcp stats --release 2026-Q1
iwcp show statistics/2026-Q1 --format json | perl -MJSON::PP -0777 -ne '
  my $release = decode_json($_)->{data}{release};
  $_->{quarter}{value} = 7 for grep { $_->{figure} eq "received" } @{$release->{figures}};
  print JSON::PP->new->canonical->utf8->encode($release)' > "$FILES/release.json"
digest=$(sha256sum < "$FILES/release.json" | cut -d' ' -f1)
iwcp step statistics/2026-Q1 revise --set release="$(cat "$FILES/release.json")" --set digest="$digest"
for body in anna eva; do
  act $body 2026-04-03
  step=$([ $body = anna ] && echo approve || echo co-approve)
  iwcp step statistics/2026-Q1 $step --set digest="$digest"
done
