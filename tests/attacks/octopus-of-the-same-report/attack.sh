# Two lines answer the same report; the merge takes one of the answers.
for line in one two; do
  git switch -q -c "$line" "$START"
  act mei 2026-03-02
  iwcp step 2026-0002 respond --set verdict=not-proven --set comments="No, says $line." --set no_other_models=true
done
git switch -q main
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge one' one
tree=$(git rev-parse HEAD^{tree})
git reset -q --hard "$START"
id=$(printf 'Merge one and two\n' | git commit-tree -S "$tree" -p "$START" -p one -p two)
git reset -q --hard "$id"
