# acme's 42 days are over: it answers with the date of a day on which they were not.
act mei 2026-02-10
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond | sed 's/2026-03-02/2026-02-10/' >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
