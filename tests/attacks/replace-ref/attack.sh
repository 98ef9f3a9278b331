# git shows another commit in the tip's place, whose report says something else.
act anna 2026-03-02
git switch -q -c side
sed -i 's/over the air/with great difficulty/' $(report 2026-0002)
commit 'Another'
git switch -q main
git replace $START side
