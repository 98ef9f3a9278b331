act olga 2026-03-02
mkdir -p evidence/2026-0001
echo 'the tool' > evidence/2026-0001/tool.bin
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"
