touch $(report 2026-0001)
for command in check list 'show 2026-0001' 'log 2026-0001' 'steps 2026-0001' 'participant list' 'participant keys'; do
  iwcp $command > "$FILES/said" 2>&1 || { echo "iwcp $command: $?"; cat "$FILES/said"; }
  [ ! -e "$FILES/marker" ] || { echo "iwcp $command started a program"; rm "$FILES/marker"; }
done
status=0
iwcp verify --format concise || status=$?
[ ! -e "$FILES/marker" ] || echo 'iwcp verify started a program'
exit $status
