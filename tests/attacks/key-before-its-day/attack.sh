act anna 2026-03-02
sed -i "s#^\( *\)- key: $(key mei)#&\n\1  from: 2026-04-01#" participants/acme.yaml
commit 'acme: update Acme Mobile Ltd (clause 1, 3, 9)

Participant: acme
Step: update
Status: active -> active
Process: 3.2.0 clause 1, 3, 9'
act mei 2026-03-03
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
