# A register that looks like the real one, made by somebody else.
rm -rf .git *.yaml reports participants declarations ndas
act mallory 2026-01-05
iwcp init --keeper gsma --name 'GSMA Fraud and Security' . >/dev/null
git config iwcp.root $ROOT
