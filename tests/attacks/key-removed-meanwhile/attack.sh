git switch -q -c old
act anna 2026-03-02
git switch -q main
sed -i "s#$(key mei)#$(key mei2)#" participants/acme.yaml
commit 'acme: update Acme Mobile Ltd (clause 1, 3, 9)

Participant: acme
Step: update
Status: active -> active
Process: 3.2.0 clause 1, 3, 9'
git switch -q old
act mei 2026-03-01
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act anna 2026-03-04
git merge -q --no-ff -S -m 'Merge the answer' old
