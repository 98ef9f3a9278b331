# olga attaches a file. Later steps that attach files put another one in its place, and take it away.
item() { perl -0pi -e "s/(\nevidence:\n(?:  .*\n)+)/\$1  - kind: document\n    title: $1\n/" $(report 2026-0001); }
supplement() { commit "$(step 2026-0001 supplement awaiting-confirmation awaiting-confirmation '1, 3')"; }
file=evidence/2026-0001/$(printf '%064d' 0).age
mkdir -p evidence/2026-0001
act olga 2026-03-02
item first
printf 'age-encryption.org/v1\nmine\n' > $file
supplement
act anna 2026-03-03
item second
printf 'age-encryption.org/v1\nother\n' > $file
supplement
item third
git rm -q $file
supplement
