commit=$(git rev-parse $START~4)
file=.git/objects/${commit:0:2}/${commit:2}
chmod u+w $file
printf 'garbage' > $file
