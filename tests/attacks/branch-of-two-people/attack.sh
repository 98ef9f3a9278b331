# The keeper tries to put somebody else's branch on top of the main line.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act anna 2026-03-03
git commit -q -S --allow-empty -m 'Something else'
git switch -q side
