# mei answers 2026-0002 and says that it is 2026-0001.
act mei 2026-03-02
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0001 respond with-manufacturer responded '4, Fig. 1 box 4')"
