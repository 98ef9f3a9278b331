# An ended key is found, and replaces the key that came after it.
act mei 2026-03-02
iwcp participant rotate acme --key "$KEYS/mei2.pub"
act mei 2026-03-03
add_key acme mallory 'from: 2026-03-03'
end_key acme mei2 'until: 2026-03-03'
commit "$(on_participant acme rotate)"
