# The message tells of another document, status and clause than the trees show.
act olga 2026-03-02
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit '2026-0002: add evidence (clause 1)

Report: 2026-0002
Step: supplement
Status: for-information -> for-information
Process: 3.1.0 clause 1'
