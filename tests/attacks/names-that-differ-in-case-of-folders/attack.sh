# The same of what is no document: settings, participants, and two names of nobody's.
act anna 2026-03-02
cp register.yaml Register.yaml
mkdir -p Participants notes
cp participants/gsma.yaml Participants/gsma.yaml
echo one > notes/Plan
echo two > notes/plan
commit 'Notes'
