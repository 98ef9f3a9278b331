act anna 2026-03-02
{
  printf 'tree %s\nparent %s\n' $(git rev-parse $START^{tree}) $START
  printf 'author Anna Adler <anna@example.org> 1772452800 +0000\ncommitter Anna Adler <anna@example.org> 1772452800 +0000\n'
  printf "$SIGNATURE "'-----BEGIN SIGNED MESSAGE-----\n MIIB\n -----END SIGNED MESSAGE-----\n\nEmpty\n'
} > "$FILES/commit"
as_commit "$FILES/commit"
