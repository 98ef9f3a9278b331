# Plain git squashes a branch of two steps: the manufacturer's signatures are gone.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
on 2026-03-03
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='Still no.' --set no_other_models=true
git switch -q main
git merge -q --squash side
act mallory 2026-03-04
git commit -q --no-gpg-sign --author 'Mei Ming <mei@example.org>' -F .git/SQUASH_MSG
