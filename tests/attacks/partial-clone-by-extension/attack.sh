# The same where the clone says so by an extension, as older versions of git write it.
git config uploadpack.allowFilter true
git clone -q --no-checkout --filter=blob:none "file://$PWD" "$FILES/clone" 2>/dev/null
cd "$FILES/clone"
git config core.repositoryFormatVersion 1
git config extensions.partialClone origin
printf '#!/bin/sh\ntouch "%s/marker"\nexec git-upload-pack "$@"\n' "$FILES" > "$FILES/fetched"
chmod +x "$FILES/fetched"
git config remote.origin.uploadpack "$FILES/fetched"
