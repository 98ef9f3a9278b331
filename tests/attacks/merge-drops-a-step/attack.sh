# F&SD merges the answer of the manufacturer, and leaves the answer out.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
act anna 2026-03-03
git switch -q main
echo 'Read me.' > README.md
commit 'A readme'
git merge -q -s ours --no-ff -S -m 'Merge side' side
