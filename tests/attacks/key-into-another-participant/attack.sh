# A manufacturer gives himself a key of F&SD's.
act max 2026-03-02
printf '  - name: Max Moser\n    keys: [{key: %s}]\n' "$(key mallory)" >> participants/gsma.yaml
commit 'gsma: update GSMA Fraud and Security (clause 1, 3, 9)

Participant: gsma
Step: update
Status: active -> active
Process: 3.2.0 clause 1, 3, 9'
