# The same the other way round: what stood on the main line is gone after the merge.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
act anna 2026-03-03
git switch -q main
iwcp step 2026-0003 accept
tree=$(git rev-parse side^{tree})
git reset -q --hard $(git commit-tree -S -p main -p side -m 'Merge side' $tree)
