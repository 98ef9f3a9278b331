# Which of two steps is meant?
act olga 2026-03-02
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')
Step: decline"
