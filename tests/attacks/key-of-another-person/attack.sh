# mei replaces a key of a colleague.
act anna 2026-03-02
iwcp participant add-person acme --person 'Mo Moss' --email mo@acme.example --key "$KEYS/mallory.pub"
act mei 2026-03-03
add_key acme mei2 'from: 2026-03-03'
end_key acme mallory 'until: 2026-03-03'
commit "$(on_participant acme rotate)"
