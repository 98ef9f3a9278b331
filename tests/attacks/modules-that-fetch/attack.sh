act anna 2026-03-02
printf '[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch marker\n' > .gitmodules
commit 'Modules'
