# One key more than there was: whoever has mei's key once would keep a key for ever.
act mei 2026-03-02
add_key acme mallory 'from: 2026-03-02'
end_key acme mei 'until: 2026-03-02'
add_key acme mei2 'from: 2026-03-02'
commit "$(on_participant acme rotate)"
