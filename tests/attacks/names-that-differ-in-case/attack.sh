# Where case does not count, these are checked out over reports, and show something else in their place.
act anna 2026-03-02
mkdir -p REPORTS/2026
sed 's/^status: .*/status: remedied/' $(report 2026-0001) > REPORTS/2026/2026-0001.yaml
cp $(report 2026-0002) reports/2026/2026-0002.YAML
commit 'Notes'
