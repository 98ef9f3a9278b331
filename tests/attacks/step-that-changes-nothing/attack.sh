act mei 2026-03-02
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')" --allow-empty
