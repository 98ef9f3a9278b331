act anna 2026-03-02
sed -i 's/^role: fsd/role: auditor/' "$(participant gsma)"
commit "$(on_participant gsma update)"
