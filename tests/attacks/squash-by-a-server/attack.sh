# A server squashes a branch: its key is nobody's, and so is the commit.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
one=$(git log -1 --format=%B)
on 2026-03-03
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='Still no.' --set no_other_models=true
two=$(git log -1 --format=%B)
git switch -q main
git merge -q --squash side
act mallory 2026-03-04
export GIT_COMMITTER_NAME=GitHub GIT_COMMITTER_EMAIL=noreply@github.com
commit "Response (#12)

* $one

* $two" --author 'Mei Ming <mei@example.org>'
