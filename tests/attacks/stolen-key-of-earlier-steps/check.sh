iwcp verify --format concise
# What is remembered of who signed changes nothing of it.
iwcp verify --format concise 2>/dev/null > "$FILES/remembered"
iwcp verify --no-cache --format concise 2>/dev/null | diff "$FILES/remembered" -
# git trusts nobody (U) for what the program warns of, and accepts (G) the rest.
iwcp participant keys > "$FILES/allowed"
iwcp participant keys --revoked > "$FILES/revoked"
git -c gpg.ssh.allowedSignersFile="$FILES/allowed" -c gpg.ssh.revocationFile="$FILES/revoked" log --format=%G? |
  sort | uniq -c
