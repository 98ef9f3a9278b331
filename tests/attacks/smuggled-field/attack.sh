# The response is acme's to write; the description of the weakness is not.
act mei 2026-03-02
sed -i -e 's/^status: .*/status: responded/' -e 's/over the air/with great difficulty/' $(report 2026-0002)
respond >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
