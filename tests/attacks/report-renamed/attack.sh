act anna 2026-03-02
git mv $(report 2026-0001) $(report 2026-0009)
commit 'In order'
