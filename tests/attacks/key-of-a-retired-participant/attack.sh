act anna 2026-03-02
iwcp step participant/cellnet retire
act otto 2026-03-03
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0002)
rm more
commit "$(step 2026-0002 supplement with-manufacturer with-manufacturer '1, 3')"
