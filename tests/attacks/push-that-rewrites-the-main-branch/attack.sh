# An answer that was accepted is to be forgotten.
server
act anna 2026-03-02
git reset -q --hard HEAD^
git commit -q -S --allow-empty -m 'Something else'
