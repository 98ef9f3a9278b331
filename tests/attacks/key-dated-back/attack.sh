# A new key that is to have stood all along could sign what looks older than it is.
act mei 2026-03-02
add_key acme mei2 'from: 2026-01-10'
end_key acme mei 'until: 2026-03-02'
commit "$(on_participant acme rotate)"
