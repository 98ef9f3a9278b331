commit=$(git rev-parse $START~4)
rm -f .git/objects/${commit:0:2}/${commit:2}
