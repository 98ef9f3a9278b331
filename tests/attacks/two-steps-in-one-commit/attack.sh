act anna 2026-03-02
for id in 2026-0001 2026-0003; do
  sed -i 's/^status: .*/status: not-referred/' $(report $id)
done
commit "$(step 2026-0001 decline awaiting-confirmation not-referred 2)"
