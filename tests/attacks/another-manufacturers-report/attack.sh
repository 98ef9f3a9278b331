# bolt answers for acme.
act max 2026-03-02
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
