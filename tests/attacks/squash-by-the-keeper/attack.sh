# The keeper squashes a branch and signs: the steps are in the history, the manufacturer's signatures are not.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
on 2026-03-03
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='Still no.' --set no_other_models=true
git switch -q main
git merge -q --squash side
act anna 2026-03-04
git commit -q -S -F .git/SQUASH_MSG
