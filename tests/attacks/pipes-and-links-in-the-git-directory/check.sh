act anna 2026-03-02
register="$FILES/register"
# tried PLACE PIPE|FILE|FOLDER: what is said of a register with that in the place, read and written to.
tried() {
  rm -rf "$FILES/other"
  cp -a "$register" "$FILES/other"
  cd "$FILES/other"
  mkdir -p "$(dirname "$1")"
  case $2 in
    pipe) rm -rf "$1"; mkfifo "$1" ;;
    file) rm -rf "$1"; ln -s "$FILES/home/letter" "$1" ;;
    folder) mv "$1" "$FILES/other/elsewhere"; ln -s "$FILES/other/elsewhere" "$1" ;;
  esac
  commands=(verify)
  [ "$2" = pipe ] || commands+=('step 2026-0001 refer --set evidence=strong --set commercial_scale=true --set contact=IMEI')
  for command in "${commands[@]}"; do
    status=0
    timeout 20 iwcp $command > "$FILES/said" 2>&1 || status=$?
    echo "$1 ($2): ${command%% *} ends with $status, $(sed -n '1s/ [^ ]*git[^ ]*: / /p' "$FILES/said")" |
      sed 's#objects/../[0-9a-f]*#objects/LOOSE#'
  done
}
for file in HEAD config packed-refs shallow index commondir config.worktree refs/heads/main logs/HEAD info/grafts \
  objects/info/alternates objects/info/commit-graph objects/pack/pack-$(printf '%040d' 0).idx \
  objects/$(git rev-parse HEAD | sed 's#^..#&/#'); do
  tried .git/$file pipe
done
tried .git pipe
for file in HEAD refs/heads/main logs/HEAD logs/refs/heads/main; do tried .git/$file file; done
for folder in refs refs/heads logs logs/refs objects objects/pack; do tried .git/$folder folder; done
cat "$FILES/home/letter"
exit 3
