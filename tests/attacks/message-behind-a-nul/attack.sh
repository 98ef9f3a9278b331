# Behind a NUL in its message git shows nothing: an auditor who reads `git log` sees no step.
act max 2026-03-02
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git cat-file commit HEAD | sed '/^gpgsig/,/END SSH/d' | perl -0777 -pe 's/\n\n(.*?)\n\n/\n\nNothing to see here\0$1\n\n/s' > "$FILES/text"
git reset -q --hard HEAD~1
signed max "$FILES/text"
