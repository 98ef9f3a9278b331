act anna 2026-03-02
file=$(report 2026-0001)
git rm -q $file
mkdir -p $file
echo x > $file/x
commit 'A folder'
