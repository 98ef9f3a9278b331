# What Windows and macOS take for .gitattributes and .gitmodules: short names, streams, characters that nobody sees.
act anna 2026-03-02
echo '*.yaml filter=steal' > gitatt~1
echo '*.yaml filter=steal' > "$(printf '.git\xe2\x80\x8cattributes')"
echo '*.yaml filter=steal' > '.gitattributes::$DATA'
echo '[submodule "x"]' > '.gitmodules .'
git -c core.protectNTFS=false -c core.protectHFS=false add -A
git commit -q -S -m 'Nothing but notes'
