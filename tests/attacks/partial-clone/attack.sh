# A clone without files, which would fetch what it misses; nothing is fetched while it is verified.
git config uploadpack.allowFilter true
git clone -q --no-checkout --filter=blob:none "file://$PWD" "$FILES/clone" 2>/dev/null
printf '#!/bin/sh\ntouch "%s/marker"\nexec git-upload-pack "$@"\n' "$FILES" > "$FILES/fetched"
chmod +x "$FILES/fetched"
git -C "$FILES/clone" config remote.origin.uploadpack "$FILES/fetched"
