act mei 2026-03-02
for name in heads/$(git rev-parse HEAD) heads/MAIN heads/HEAD tags/main; do pushed HEAD~1:refs/$name || true; done
git -C "$FILES/server.git" for-each-ref --format='%(refname)'
exit 1
