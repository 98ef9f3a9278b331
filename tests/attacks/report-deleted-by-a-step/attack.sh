act anna 2026-03-02
git rm -q $(report 2026-0001)
commit "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
