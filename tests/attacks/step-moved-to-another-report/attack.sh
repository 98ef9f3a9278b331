# max's answer to one report, signed, with the tree of an answer to another.
act max 2026-03-02
git cat-file commit "$START" > "$FILES/commit"
sed -i 's/^status: .*/status: responded/' $(report 2026-0002)
respond >> $(report 2026-0002)
git add -A
sed -i -e "s/^tree .*/tree $(git write-tree)/" -e "s/^parent .*/parent $START/" "$FILES/commit"
as_commit "$FILES/commit"
