# The message is said to be UTF-7, in which git shows other trailers than those that the bytes spell.
act max 2026-03-02
iwcp step participant/bolt contact --set contact.name=Desk --set contact.email=desk@bolt.example
git cat-file commit HEAD | sed -e '/^gpgsig/,/END SSH/d' -e '/^committer/a encoding UTF-7' > "$FILES/text"
git reset -q --hard HEAD~1
signed max "$FILES/text"
