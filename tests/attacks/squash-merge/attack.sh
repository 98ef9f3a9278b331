# A server squashes: the manufacturer's signature is gone, the server's key is nobody's.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
message=$(git log -1 --format=%B)
git switch -q main
git merge -q --squash side
act mallory 2026-03-03
commit "$message" --no-gpg-sign --author 'Mei Ming <mei@example.org>'
