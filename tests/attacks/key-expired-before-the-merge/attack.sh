# An old key signs a branch that is dated back to when it stood.
git switch -q -c old
git switch -q main
act mei 2026-03-02
iwcp participant rotate acme --key "$KEYS/mei2.pub"
git switch -q old
act mei 2026-03-01
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act anna 2026-03-10
git merge -q --no-ff -S -m 'Merge the answer' old
