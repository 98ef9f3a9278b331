# Pipes that nobody writes to stand in the places of files that git reads, and links in the places of what it writes.
mkdir "$FILES/home"
echo 'Dear all,' > "$FILES/home/letter"
cp -a . "$FILES/register"
