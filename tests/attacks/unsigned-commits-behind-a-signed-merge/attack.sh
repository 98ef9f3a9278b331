act mei 2026-03-02
git switch -q -c side
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')" --no-gpg-sign
git switch -q main
act anna 2026-03-03
git merge -q --no-ff -S -m 'Merge side' side
