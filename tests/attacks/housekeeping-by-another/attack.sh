act mei 2026-03-02
echo 'calendar_note: ours' > NOTICE
commit 'A notice'
