act mei 2026-03-02
sed -i 's/^timezone: .*/timezone: Pacific\/Honolulu/' register.yaml
commit 'Our time'
