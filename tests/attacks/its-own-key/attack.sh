# A commit that adds the key it is signed with.
act mallory 2026-03-02
cat > participants/evil.yaml <<Y
id: evil
process: 3.2.0
status: active
name: Evil Ltd
role: fsd
people:
  - name: Mallory Moss
    keys: [{key: $(key mallory)}]
Y
commit 'evil: admit Evil Ltd as fsd (clause 1, 3, 9)

Participant: evil
Step: admit
Status: (new) -> active
Process: 3.2.0 clause 1, 3, 9'
