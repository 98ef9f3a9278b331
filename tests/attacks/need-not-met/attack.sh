act anna 2026-03-02
iwcp step declaration/acme withdraw
act anna 2026-03-03
sed -i 's/^status: .*/status: with-manufacturer/' $(report 2026-0001)
cat >> $(report 2026-0001) <<'Y'
assessment: {date: 2026-03-03, evidence: strong, commercial_scale: true}
rounds:
  - notice: {furnished: 2026-03-03, contact: IMEI desk, calendar: england-and-wales}
Y
commit "$(step 2026-0001 refer awaiting-confirmation with-manufacturer '3, Fig. 1 box 3')"
