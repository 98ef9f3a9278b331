# A merge of three lines that keeps nothing of one.
git switch -q -c one
act max 2026-03-02
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git switch -q -c two "$START"
act olga 2026-03-02
iwcp step participant/telecom contact --set contact.name=Desk --set contact.email=desk@telecom.example
git switch -q main
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge one and two' one two
git checkout -q "$START" -- participants/telecom.yaml
git commit -q -S --amend --no-edit
