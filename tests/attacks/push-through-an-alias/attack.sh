# The server's old name for its main branch is a symbolic one, which leads to it: under that name mei takes back what was
# accepted, and deletes it.
server
git -C "$FILES/server.git" symbolic-ref refs/heads/master refs/heads/main
