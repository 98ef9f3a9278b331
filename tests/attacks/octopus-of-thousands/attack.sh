# A merge of thousands: to judge it would take memory without end.
act mallory 2026-03-02
{
  echo "tree $(git rev-parse $START^{tree})"
  for n in $(seq 5000); do echo "parent $START"; done
  printf 'author Mallory Moss <mallory@example.org> 1772452800 +0000\ncommitter Mallory Moss <mallory@example.org> 1772452800 +0000\n\nAll of it\n'
} > "$FILES/commit"
git update-ref refs/heads/main $(git hash-object -t commit -w --literally "$FILES/commit")
