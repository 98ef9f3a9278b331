act olga 2026-03-02
printf 'status: &a remedied\nstatus: *a\n' >> $(report 2026-0001)
commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"
