act anna 2026-03-02
git rm -q --cached $(report 2026-0001)
rm $(report 2026-0001)
git update-index --add --cacheinfo 160000,$START,$(report 2026-0001)
git commit -q -S -m "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
