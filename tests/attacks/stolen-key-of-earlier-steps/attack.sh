# A key was stolen some time before that was noticed: what it signed meanwhile is in the register.
act mei 2026-03-02
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
act anna 2026-03-10
iwcp participant revoke acme "$KEYS/mei.pub" --reason stolen --signatures fall --date 2026-03-01
