# what: a pattern with a question mark
# git: good
# iwcp: good
cp "$RING/visitor" "$RING/visitor.pub" "$FILES/"
ssh-keygen -q -s "$RING/ca" -I x -n visitor@example.org "$FILES/visitor.pub"
git -c gpg.format=ssh -c user.signingkey="$FILES/visitor-cert.pub" commit -q -S --allow-empty -m 'A commit'
