# anna signed this text, but as a file, not as a commit.
act anna 2026-03-02
head="tree $(git rev-parse $START^{tree})
parent $START
author Anna Adler <anna@example.org> 1772452800 +0000
committer Anna Adler <anna@example.org> 1772452800 +0000"
printf '%s\n\nEmpty\n' "$head" > "$FILES/payload"
ssh-keygen -q -Y sign -n file -f "$KEYS/anna" "$FILES/payload" 2>/dev/null
{
  printf '%s\n' "$head"
  sed -e "1s/^/$SIGNATURE /" -e '2,$s/^/ /' "$FILES/payload.sig"
  printf '\nEmpty\n'
} > "$FILES/commit"
as_commit "$FILES/commit"
