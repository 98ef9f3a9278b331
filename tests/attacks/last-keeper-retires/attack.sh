act anna 2026-03-02
sed -i 's/^status: active/status: retired/' "$(participant gsma)"
printf 'retired:\n  date: 2026-03-02\n' >> "$(participant gsma)"
commit 'gsma: retire GSMA Fraud and Security (clause 1)

Participant: gsma
Step: retire
Status: active -> retired
Process: 3.2.0 clause 1'
