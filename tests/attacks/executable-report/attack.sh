act anna 2026-03-02
chmod +x $(report 2026-0001)
commit "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
