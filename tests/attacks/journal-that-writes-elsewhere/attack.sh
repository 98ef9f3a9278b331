# A folder that was handed over says that a step was left half done, and that its file stands in the home of whoever
# reads it: once by its full path, once with the work tree there. The tree of the tip holds that path, as it is looked for.
mkdir "$FILES/home"
file="$FILES/home/profile"
mkdir -p ".${file%/*}"
echo 'touch marker' > ".$file"
cp ".$file" profile
commit 'Profile'
blob=$(git rev-parse HEAD:profile)
mkdir -p .git/iwcp
journal() {
  printf '{"branch":"refs/heads/main","commit":"%s","log":"","files":[{"path":"%s","old":null,"new":[33188,"%s"]}]}' \
    $(git rev-parse HEAD) "$1" $blob > .git/iwcp/journal
}
journal "$file"
cp -a . "$FILES/other"
cd "$FILES/other"
journal profile
rm profile
git config core.worktree "$FILES/home"
