act anna 2026-03-02
end_key acme mei 'until: 2026-03-31'
commit "$(on_participant acme update)"
act mei 2026-03-30
sed -i 's/until: 2026-03-31/until: 2030-03-31/' "$(participant acme)"
add_key acme mei2 'from: 2026-03-30'
commit "$(on_participant acme rotate)"
