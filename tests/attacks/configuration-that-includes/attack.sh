# The repository's configuration reads further files: one beside it, one that comes with every pull, one where a remote
# has a certain address.
printf '#!/bin/sh\ntouch "%s/marker"\nexec cat\n' "$FILES" > "$FILES/evil"
chmod +x "$FILES/evil"
printf '[core]\n\tfsmonitor = %s/evil\n' "$FILES" > .git/more
printf '[core]\n\tsshCommand = %s/evil\n' "$FILES" > .git/other
command git config include.path more
command git config "includeIf.hasconfig:remote.*.url:https://**.path" other
command git config include.path ../settings --add
command git config remote.origin.url https://register.example/
rm -f "$FILES/marker"
