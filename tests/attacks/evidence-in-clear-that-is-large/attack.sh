# More than is read of a document, and named as if it were encrypted.
act olga 2026-03-02
mkdir -p evidence/2026-0001
head -c 9000000 /dev/zero | tr '\0' 'x' > evidence/2026-0001/0000000000000000000000000000000000000000000000000000000000000000.age
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"
