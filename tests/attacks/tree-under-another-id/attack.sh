# The folder of the tip stands under the name of an earlier one.
tree=$(git rev-parse $START~3^{tree})
cp -f "$(loose $(git rev-parse $START^{tree}))" "$(loose $tree)"
