decline() {
  iwcp step 2026-0001 decline --set reason='symptoms only' --set evidence=weak --set commercial_scale=false "$@"
}
# Commits that are made here have ids that nobody knows beforehand.
plain() { sed -E 's/\b[0-9a-f]{7}\b/[ID]/g'; }
act anna 2026-03-03
FAULTY=$(git rev-parse HEAD)
! decline
! decline --dry-run --format concise
[ "$(git rev-parse HEAD)" = "$FAULTY" ] && [ -z "$(git status --porcelain)" ]
iwcp list --open
git config iwcp.accepted HEAD
! decline
# Where it is known, the register goes on; what comes after it is looked at as before, and it is told for ever.
git config iwcp.accepted "$FAULTY"
decline | plain
act olga 2026-03-04
echo 'Read this.' > README.md
commit 'Another readme'
act anna 2026-03-05
! iwcp step 2026-0003 accept --format concise | plain
iwcp verify --format concise 2>/dev/null | plain
