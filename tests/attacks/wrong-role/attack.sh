# An operator declines a report, which is F&SD's to do.
act olga 2026-03-02
sed -i 's/^status: .*/status: not-referred/' $(report 2026-0001)
echo 'assessment: {date: 2026-03-02, evidence: weak, commercial_scale: false, reason: No.}' >> $(report 2026-0001)
commit "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
