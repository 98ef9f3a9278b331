# What is remembered of earlier verifications is a pipe that nobody writes to, has no end, or is a file of a terabyte that
# holds nothing.
rm -rf .git/iwcp/history/chunks
mkfifo .git/iwcp/history/chunks .git/iwcp/verified
cp -a . "$FILES/other"
rm "$FILES/other/.git/iwcp/verified"
ln -s /dev/zero "$FILES/other/.git/iwcp/verified"
cp -a "$FILES/other" "$FILES/third"
rm "$FILES/third/.git/iwcp/verified"
truncate -s 1T "$FILES/third/.git/iwcp/verified"
