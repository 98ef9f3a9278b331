# What every attack has at hand: plain git, as anybody might use it, and people to be.
# It runs in a register of its own, as mallory, with
#   ROOT, START     the first and the last commit of the register
#   SIGNATURE       the name of a commit's header for its signature
#   KEYS, HOMES     folders: the keys and homes of everybody
#   FILES           an empty folder outside the register

# The header in which a commit carries its signature.
case ${#ROOT} in 64) SIGNATURE=gpgsig-sha256 ;; *) SIGNATURE=gpgsig ;; esac

git() { command git -c core.hooksPath=/dev/null -c advice.all=false "$@"; }

# act PERSON [DATE]: who does what follows, and when.
act() {
  export HOME="$HOMES/$1" GIT_CONFIG_GLOBAL="$HOMES/$1/.gitconfig"
  [ $# -lt 2 ] || on "$2"
}

# on DATE: when what follows is done, at noon.
on() { export GIT_AUTHOR_DATE="$1T12:00:00+00:00" GIT_COMMITTER_DATE="$1T12:00:00+00:00"; }

# commit MESSAGE [OPTION…]: everything that the work tree holds, signed unless an option says otherwise.
commit() {
  local message=$1
  shift
  git add -A
  git commit -q -S "$@" -F - <<<"$message"
}

# step ID STEP FROM TO CLAUSE: the message that `iwcp step` writes for a report.
step() {
  printf '%s: %s (clause %s)\n\nReport: %s\nStep: %s\nStatus: %s -> %s\nProcess: 3.2.0 clause %s\n' \
    "$1" "$2" "$5" "$1" "$2" "$3" "$4" "$5"
}

# on_participant ID STEP: the message that `iwcp step` writes for a participant that stays active.
on_participant() {
  printf '%s: %s (clause 1, 3, 9)\n\nParticipant: %s\nStep: %s\nStatus: active -> active\nProcess: 3.2.0 clause 1, 3, 9\n' \
    "$1" "$2" "$1" "$2"
}

# participant ID: where a participant's document stands.
participant() { echo "participants/$1.yaml"; }

# add_key ID PERSON [FIELD…]: appends somebody's key, with further fields, to the last person of a participant.
add_key() {
  local file
  file=$(participant "$1")
  printf '      - key: %s\n' "$(key "$2")" >> "$file"
  shift 2
  [ $# -eq 0 ] || printf '        %s\n' "$@" >> "$file"
}

# end_key ID PERSON FIELD: gives the entry of somebody's key a further field.
end_key() { sed -i "s#^      - key: $(key "$2")#&\n        $3#" "$(participant "$1")"; }

# report ID: where a report stands.
report() { echo "reports/2026/$1.yaml"; }

# key PERSON: the public key, without its comment.
key() { cut -d' ' -f1,2 "$KEYS/$1.pub"; }

# as_commit FILE: makes a commit object of a text as it is, and moves the branch there.
as_commit() {
  local id
  id=$(git hash-object -t commit -w --literally "$1")
  git reset -q --hard "$id"
}

# go_on: whoever sits here takes the history as it is, so that steps are made on it all the same.
go_on() { git config iwcp.accepted "$(git rev-parse HEAD)"; }

# signed PERSON FILE: the same of a text that somebody signs, as it is.
signed() {
  ssh-keygen -q -Y sign -n git -f "$KEYS/$1" < "$2" > "$2.sig" 2>/dev/null
  perl -e 'local $/; my ($text, $sig) = map { open my $file, "<", $_ or die; scalar <$file> } @ARGV[0, 1];
    $sig =~ s/\n\z//; $sig =~ s/\n/\n /g; my $at = index $text, "\n\n";
    print substr($text, 0, $at), "\n$ARGV[2] $sig", substr($text, $at)' "$2" "$2.sig" "$SIGNATURE" > "$2.commit"
  as_commit "$2.commit"
}

# assess ID: a correct assessment, as `refer` wants one.
respond() {
  cat <<'Y'
    response:
      received: 2026-03-02
      verdict: not-proven
      comments: We can't reproduce it.
      no_other_models: true
Y
}

# server: a bare repository that holds the register and judges what is pushed to it; here it is called `server`.
server() {
  git clone -q --bare . "$FILES/server.git"
  git -C "$FILES/server.git" config iwcp.root "$ROOT"
  iwcp -C "$FILES/server.git" hook install >/dev/null
  git remote add server "$FILES/server.git"
}

# pushed [ARGUMENT…]: pushes to it; prints what it has to say.
pushed() { git push server "$@" 2>&1 | sed -n 's/^remote: \(.*[^ ]\) *$/\1/p'; }

# loose ID: the file of an object that is in no pack, to write to.
loose() {
  local file=.git/objects/${1:0:2}/${1:2}
  chmod u+w "$file"
  echo "$file"
}
