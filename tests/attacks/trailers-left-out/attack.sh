act olga 2026-03-02
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit 'More evidence

Step: supplement'
