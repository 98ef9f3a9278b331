# More than is ever read: told of the commit that adds them, and what follows is judged.
act anna 2026-03-02
mkdir -p calendars
head -c 9000000 /dev/zero | tr '\0' '#' > calendars/own.ics
cp calendars/own.ics participants/large.yaml
commit 'Large files'
git rm -q calendars/own.ics participants/large.yaml
commit 'And away'
