# In the places of folders in which the program makes and removes files stand links to somebody's own.
mkdir -p "$FILES/home/history" "$FILES/home/step"
echo 'Dear all,' | tee "$FILES/home/letter" "$FILES/home/history/letter" > "$FILES/home/step/letter"
cp -a . "$FILES/other"
rm -rf .git/iwcp/history
ln -s "$FILES/home" .git/iwcp/history
rm -rf "$FILES/other/.git/iwcp"
ln -s "$FILES/home" "$FILES/other/.git/iwcp"
act mallory 2026-03-02
echo 'Read me.' > README.md
commit 'Mine'
