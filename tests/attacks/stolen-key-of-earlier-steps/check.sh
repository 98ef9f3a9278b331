iwcp verify --format concise
# git trusts nobody (U) for what the program warns of, and accepts (G) the rest.
iwcp participant keys > "$FILES/allowed"
iwcp participant keys --revoked > "$FILES/revoked"
git -c gpg.ssh.allowedSignersFile="$FILES/allowed" -c gpg.ssh.revocationFile="$FILES/revoked" log --format=%G? |
  sort | uniq -c
