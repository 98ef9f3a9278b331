# Two people log a report at the same time: the branch that comes later is told whose move it is.
act olga 2026-03-02
log() {
  iwcp new --set discovered=2026-03-01 --set originator.company="$1" \
    --set "originator.contact={name: Desk, email: desk@example.org}" \
    --set "handset={manufacturer: acme, model: $2, software: '1'}" --set description='Rewritten.' \
    --set evidence='[{kind: tool, title: flashing tool}]' >/dev/null
}
git switch -q -c side
act otto
log Cellnet A300
git switch -q main
act olga 2026-03-03
log 'Example Telecom' A400
