# Two signature headers: git reads one of them, and who reads the other sees another signer.
act mallory 2026-03-02
git commit -q -S --allow-empty -m Empty
git cat-file commit HEAD | sed -n "/^$SIGNATURE/,/END SSH/p" > "$FILES/one"
git cat-file commit $ROOT | sed -n "/^$SIGNATURE/,/END SSH/p" > "$FILES/two"
git cat-file commit HEAD | sed "/END SSH/r $FILES/two" > "$FILES/commit"
as_commit "$FILES/commit"
