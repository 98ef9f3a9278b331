# A manufacturer brings a process of its own.
act mei 2026-03-02
mkdir -p process/9.9.9
echo 'process: 9.9.9' > process/9.9.9/catalogue.yaml
commit 'A better process'
