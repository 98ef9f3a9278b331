# mei's key is stolen and revoked. Her branch is made the main line by turning the parents of the merge round.
git switch -q -c old
act anna 2026-03-02
git switch -q main
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall --date 2026-03-01
git switch -q old
act mei 2026-03-01
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
act anna 2026-03-04
git merge -q --no-ff -S -m 'Merge main' main
git branch -q -f main old
git switch -q main
