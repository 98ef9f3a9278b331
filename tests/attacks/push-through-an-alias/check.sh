act mei 2026-03-02
pushed --force HEAD~3:refs/heads/master || true
pushed :refs/heads/master || true
[ "$(git -C "$FILES/server.git" rev-parse main)" = "$(git rev-parse HEAD)" ]
exit 1
