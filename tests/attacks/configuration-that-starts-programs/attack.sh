# A register that was handed over as a folder, with a configuration of its own: nothing of it may run.
printf '#!/bin/sh\ntouch "%s/marker"\nexec cat\n' "$FILES" > "$FILES/evil"
chmod +x "$FILES/evil"
mkdir -p "$FILES/hooks"
for hook in post-checkout pre-commit post-index-change reference-transaction pre-auto-gc fsmonitor-watchman; do
  cp "$FILES/evil" "$FILES/hooks/$hook"
done
command git config core.fsmonitor "$FILES/evil"
command git config core.hooksPath "$FILES/hooks"
command git config gpg.program "$FILES/evil"
command git config gpg.ssh.program "$FILES/evil"
command git config gpg.ssh.defaultKeyCommand "$FILES/evil"
command git config core.pager "$FILES/evil"
command git config core.editor "$FILES/evil"
command git config core.sshCommand "$FILES/evil"
command git config diff.external "$FILES/evil"
command git config diff.evil.textconv "$FILES/evil"
command git config filter.evil.clean "$FILES/evil"
command git config filter.evil.smudge "$FILES/evil"
command git config filter.evil.process "$FILES/evil"
command git config core.alternateRefsCommand "$FILES/evil"
command git config credential.helper "$FILES/evil"
echo '*.yaml filter=evil diff=evil' > .git/info/attributes
rm -f "$FILES/marker"
