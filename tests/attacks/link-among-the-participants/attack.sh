# What is no file says nothing of who may sign, and keeps nothing else from being judged.
act anna 2026-03-02
ln -s acme.yaml participants/evil.yaml
git update-index --add --cacheinfo "160000,$START,participants/module.yaml"
git add participants/evil.yaml
git commit -q -S -m 'Two more'
git rm -q --cached participants/module.yaml participants/evil.yaml
rm participants/evil.yaml
git commit -q -S -m 'And away'
