act anna 2026-03-02
git switch -q --orphan other
echo 'From elsewhere.' > NOTICE
commit 'Another beginning'
git switch -q main
git merge -q --no-ff -S --allow-unrelated-histories -m 'Merge other' other
