# acme answers weeks after it was asked, dates the answer back to the day after, and has it fast-forwarded: nobody attests
# when it came in. The keeper goes on with something else.
act mei 2026-02-21
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond | sed 's/2026-03-02/2026-02-21/' >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
act anna 2026-03-30
echo 'Read me.' > README.md
commit 'Notes'
