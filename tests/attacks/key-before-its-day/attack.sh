act anna 2026-03-02
iwcp participant add-key acme --key "$KEYS/mei2.pub" --from 2026-04-01
act mei2 2026-03-03
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
