# mei's answer says in plain `git log` that anna made it.
act mei 2026-03-02
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
git config user.name 'Anna Adler'
git config user.email anna@example.org
commit "$(step 2026-0002 respond with-manufacturer responded '4, Fig. 1 box 4')"
