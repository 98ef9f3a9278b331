# A server's merge button: GitHub signs with a key of its own.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act mallory 2026-03-03
export GIT_COMMITTER_NAME=GitHub GIT_COMMITTER_EMAIL=noreply@github.com
git merge -q --no-ff -S -m 'Merge pull request #12 from acme/side' -m 'Response' side
