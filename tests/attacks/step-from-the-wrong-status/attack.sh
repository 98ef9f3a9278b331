act anna 2026-03-02
sed -i 's/^status: .*/status: remedial-action/' $(report 2026-0001)
commit "$(step 2026-0001 accept awaiting-confirmation remedial-action '4, 7')"
