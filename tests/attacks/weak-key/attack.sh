act anna 2026-03-02
ssh-keygen -q -t rsa -b 1024 -N '' -C '' -f "$FILES/weak"
printf '      - key: %s\n        from: 2026-03-02\n' "$(cut -d' ' -f1,2 "$FILES/weak.pub")" >> "$(participant acme)"
commit "$(on_participant acme add-key)"
