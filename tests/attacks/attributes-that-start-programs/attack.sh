act anna 2026-03-02
echo '*.yaml filter=evil diff=evil merge=evil' > .gitattributes
commit 'Attributes'
