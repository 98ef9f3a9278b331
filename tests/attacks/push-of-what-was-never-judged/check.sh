act mallory 2026-03-02
pushed HEAD:main || true
pushed HEAD:refs/heads/mine || true
[ "$(git -C "$FILES/server.git" rev-parse main)" = "$(git rev-parse HEAD^)" ]
exit 1
