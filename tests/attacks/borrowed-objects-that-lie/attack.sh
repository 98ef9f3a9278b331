# Objects are borrowed from a folder outside the repository, by a path relative to it; one of them is not what it is called.
blob=$(git rev-parse $START:$(report 2026-0001))
other=$(git rev-parse $START:$(report 2026-0002))
mkdir -p "$FILES/objects/${blob:0:2}"
cp "$(loose $other)" "$FILES/objects/${blob:0:2}/${blob:2}"
rm -f "$(loose $blob)"
echo "../../../files/objects" > .git/objects/info/alternates
