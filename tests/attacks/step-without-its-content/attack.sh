act mei 2026-03-02
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
printf '    response:\n      received: 2026-03-02\n      verdict: acknowledged\n      comments: Thank you.\n' >> $(report 2026-0002)
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
