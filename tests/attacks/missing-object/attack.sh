# An old report's text is lost.
blob=$(git rev-parse $START~3:reports/2026/2026-0001.yaml)
rm -f .git/objects/${blob:0:2}/${blob:2}
