act anna 2026-03-02
echo 'keepers: 3' >> register.yaml
commit 'Three people keep this register'
