# A clone that borrows its objects from another repository (`objects/info/alternates`), and that one is taken away.
git clone -q --shared . "$FILES/clone"
mv .git/objects .git/elsewhere
