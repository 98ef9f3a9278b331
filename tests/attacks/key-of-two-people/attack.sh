# A key that two people hold says nothing of who signed.
act anna 2026-03-02
sed -i "s#$(key otto)#$(key olga)#" participants/cellnet.yaml
commit 'cellnet: update Cellnet (clause 1, 3, 9)

Participant: cellnet
Step: update
Status: active -> active
Process: 3.2.0 clause 1, 3, 9'
act olga 2026-03-03
printf '  - kind: document\n    title: a page of the net\n' > more
sed -i -e '/^evidence:/,/title:/ { /title:/r more' -e '}' $(report 2026-0001)
rm more
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"
