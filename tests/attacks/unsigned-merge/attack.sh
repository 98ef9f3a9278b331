act olga 2026-03-02
git switch -q -c side
iwcp step 2026-0001 supplement --set evidence.+='{kind: document, title: a page of the net}'
git switch -q main
act anna 2026-03-03
git merge -q --no-ff --no-gpg-sign -m 'Merge side' side
