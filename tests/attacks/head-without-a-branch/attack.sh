# What is checked out is a branch that is not there.
git symbolic-ref HEAD refs/heads/nothing
