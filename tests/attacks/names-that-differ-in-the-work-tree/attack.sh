# What is not committed yet is found as well: other names for a report, for its folder, and for a note with an accent.
mkdir -p REPORTS/2026
sed 's/^status: .*/status: remedied/' $(report 2026-0001) > REPORTS/2026/2026-0001.yaml
cp $(report 2026-0002) reports/2026/2026-0002.YAML
echo one > $'caf\xc3\xa9.md'
echo two > $'cafe\xcc\x81.md'
