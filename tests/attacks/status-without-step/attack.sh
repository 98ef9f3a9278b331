act anna 2026-03-02
sed -i 's/^status: .*/status: remedied/' $(report 2026-0003)
commit 'Tidied up'
