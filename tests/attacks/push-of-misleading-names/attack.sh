# Branches and tags that are taken for others: for a commit, for the main branch where case does not count, for what a
# clone calls the server's HEAD.
server
