# On a side branch a step is made and undone again: the merge changes nothing, and both commits are still judged.
act mallory 2026-03-02
git switch -q -c side
sed -i 's/^status: .*/status: remedied/' $(report 2026-0003)
commit 'Try'
git checkout -q HEAD~1 -- .
commit 'Undo'
git switch -q main
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge side' side
