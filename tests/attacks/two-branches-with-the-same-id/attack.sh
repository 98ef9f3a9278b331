act olga 2026-03-02
log() {
  iwcp new --set discovered=2026-03-01 --set originator.company='Example Telecom' \
    --set originator.contact='{name: Device security desk, email: imei@telecom.example}' \
    --set "handset={manufacturer: acme, model: $1, software: '1'}" --set description='Rewritten.' \
    --set evidence='[{kind: tool, title: flashing tool}]'
}
git switch -q -c side
log A300
git switch -q main
log A400
act anna 2026-03-04
git merge -q --no-ff -S -X ours -m 'Merge side' side
