act anna 2026-03-02
ln -sf 2026-0002.yaml $(report 2026-0001)
commit "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
