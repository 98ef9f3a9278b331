# Verified once while a variable lends the object that is missing, and again without it: what was lent is not remembered.
blob=$(git rev-parse $START~3:$(report 2026-0001))
mkdir -p "$FILES/lent/${blob:0:2}"
mv "$(loose $blob)" "$FILES/lent/${blob:0:2}/${blob:2}"
act aldo 2026-03-02
GIT_ALTERNATE_OBJECT_DIRECTORIES="$FILES/lent" iwcp verify > /dev/null 2>&1
