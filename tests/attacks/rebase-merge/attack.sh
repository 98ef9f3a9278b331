# A server's "rebase and merge": the manufacturer's commit, made anew and signed by nobody.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act mallory 2026-03-03
export GIT_COMMITTER_NAME=GitHub GIT_COMMITTER_EMAIL=noreply@github.com
git cherry-pick side >/dev/null
git reset -q --hard $(git commit-tree HEAD^{tree} -p HEAD^ -m "$(git log -1 --format=%B)")
git commit -q --amend --no-edit --no-gpg-sign --author 'Mei Ming <mei@example.org>'
