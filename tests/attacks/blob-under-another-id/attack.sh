# A report's text of today stands under the name of an earlier one.
blob=$(git rev-parse $START~3:$(report 2026-0001))
cp -f "$(loose $(git rev-parse $START:$(report 2026-0002)))" "$(loose $blob)"
