# An auditor reads; nothing is his to write.
act aldo 2026-03-02
echo 'evidence: [{kind: tool, title: flashing tool}, {kind: tool, title: mine}]' > new
sed -i '/^evidence:/,/title:/d' $(report 2026-0001)
cat new >> $(report 2026-0001)
rm new
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"
