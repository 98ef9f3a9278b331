# what: no signature
# git: bad
# iwcp: unsigned-commit
git commit -q --allow-empty -m 'A commit'
