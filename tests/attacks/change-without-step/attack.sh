act anna 2026-03-02
sed -i 's/flashing tool\./soldering iron./' $(report 2026-0001)
commit 'A better word'
