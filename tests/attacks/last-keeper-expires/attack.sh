# Keys that end on a day to come leave nobody then.
act anna 2026-03-02
end_key gsma ben 'until: 2026-12-31'
commit "$(on_participant gsma update)"
end_key gsma anna 'until: 2026-11-30'
commit "$(on_participant gsma update)"
