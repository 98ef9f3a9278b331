# An earlier commit is replaced by another one under its name.
commit=$(git rev-parse $START~3)
cp -f "$(loose $(git rev-parse $START~5))" "$(loose $commit)"
