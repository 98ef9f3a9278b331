# Under the name of a replacement the owner of a key gets a second one, and a third: the old ones go on for years.
act mei 2026-03-02
git switch -q -c by-its-end
add_key acme mei2 'from: 2026-03-02'
end_key acme mei 'until: 2099-12-31'
commit "$(on_participant acme rotate)"

# A key that was revoked is no key to replace.
git switch -q -c by-a-revoked-one $START
act anna 2026-03-02
iwcp participant add-key acme --key "$KEYS/mei2.pub" >/dev/null
iwcp participant revoke acme "$KEYS/mei2.pub" --reason lost --signatures stand >/dev/null
act mei 2026-03-03
add_key acme mallory 'from: 2026-03-03'
end_key acme mei2 'until: 2026-03-03'
commit "$(on_participant acme rotate)"

# One that ends when the new one begins is replaced.
git switch -q -c in-time $START
act mei 2026-03-02
iwcp participant rotate acme --key "$KEYS/mei2.pub" --until 2026-03-20
