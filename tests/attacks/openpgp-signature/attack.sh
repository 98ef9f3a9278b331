act anna 2026-03-02
echo 'Read me.' > README.md
git add -A
tree=$(git write-tree)
{
  printf 'tree %s\nparent %s\n' $tree $START
  printf 'author Anna Adler <anna@example.org> 1772452800 +0000\ncommitter Anna Adler <anna@example.org> 1772452800 +0000\n'
  printf "$SIGNATURE "'-----BEGIN PGP SIGNATURE-----\n \n iHUEABYKAB0WIQ\n =abcd\n -----END PGP SIGNATURE-----\n\nA readme\n'
} > "$FILES/commit"
as_commit "$FILES/commit"
