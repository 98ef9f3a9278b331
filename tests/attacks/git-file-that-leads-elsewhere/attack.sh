# In the place of the git directory stands a file that leads to another register.
act anna 2026-03-02
iwcp init "$FILES/other" --keeper gsma --name GSMA > /dev/null
rm -rf .git
echo "gitdir: $FILES/other/.git" > .git
