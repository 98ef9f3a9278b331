# What every case has at hand. It runs in a copy of the register of keys.sh, as anna, with
#   RING      everything that keys.sh made
#   FILES     an empty folder outside the register

export GNUPGHOME="$RING/gnupg" GPG_TIME=${GPG_TIME:-20260302T120000}
# In nobody's repository: that a repository makes git start programs is itself a finding.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=gpg.program GIT_CONFIG_VALUE_0="$RING/gpg"

git() { command git -c core.hooksPath=/dev/null -c advice.all=false "$@"; }

# GnuPG at the moment of the commit, also where git starts it.
gpg() { "$RING/gpg" "$@"; }

# on DATE: when what follows is done, at noon.
on() {
  export GIT_AUTHOR_DATE="$1T12:00:00+00:00" GIT_COMMITTER_DATE="$1T12:00:00+00:00"
  export GPG_TIME="${1//-/}T120000"
}

# sign FORMAT KEY: an empty commit signed by git itself. KEY is the name of a key in $RING, or a key id of OpenPGP.
signed_by() {
  local key=$1
  case $key in
    pgp-*) git -c gpg.format=openpgp -c user.signingkey="$(print_of "$key")!" commit -q -S --allow-empty -m 'A commit' ;;
    cert*) git -c gpg.format=ssh -c user.signingkey="$RING/$key-cert.pub" commit -q -S --allow-empty -m 'A commit' ;;
    *) git -c gpg.format=ssh -c user.signingkey="$RING/$key" commit -q -S --allow-empty -m 'A commit' ;;
  esac
}
print_of() { command gpg --with-colons --list-keys "=$1 <$1@example.org>" | sed -n '/^fpr/{s/^fpr:*//;s/:*$//p;q}'; }
subkey_of() {
  command gpg --with-colons --list-keys "=$1 <$1@example.org>" | sed -n '/^sub/,/^fpr/{/^fpr/{s/^fpr:*//;s/:*$//p;q}}'
}

# payload [MESSAGE]: $FILES/payload, a commit on top of the register's, not signed yet.
payload() {
  local who
  who="Anna Adler <anna@example.org> $(date -ud "$GIT_COMMITTER_DATE" +%s) +0000"
  printf 'tree %s\nparent %s\nauthor %s\ncommitter %s\n\n%s\n' "$(git rev-parse 'HEAD^{tree}')" \
    "$(git rev-parse HEAD)" "$who" "$who" "${1:-A commit}" > "$FILES/payload"
}

# sign KEY [OPTION…]: $FILES/sig, an SSH signature over $FILES/payload.
sign() {
  local key=$1
  shift
  case $key in cert*) key=$key-cert.pub ;; esac
  ssh-keygen -q -Y sign -n "${NAMESPACE:-git}" -f "$RING/$key" "$@" < "$FILES/payload" > "$FILES/sig" 2> "$FILES/said" ||
    { cat "$FILES/said" >&2; return 1; }
}

# gpg_sign NAME [OPTION…]: $FILES/sig, an OpenPGP signature over $FILES/payload.
gpg_sign() {
  local key
  key=$(print_of "$1")
  shift
  gpg "$@" --armor --detach-sign -u "$key!" -o - < "$FILES/payload" > "$FILES/sig"
}

# header NAME FILE: a file as a header of a commit.
header() { printf '%s ' "$1"; sed '2,$s/^/ /' "$2"; }

# signature_header: its name in a repository of this form.
signature_header() { case $(git rev-parse --show-object-format) in sha256) echo gpgsig-sha256 ;; *) echo gpgsig ;; esac; }

# seal: the commit of $FILES/payload with the signature $FILES/sig becomes the branch's.
seal() {
  { sed '/^$/,$d' "$FILES/payload"; header "$(signature_header)" "$FILES/sig"; sed -n '/^$/,$p' "$FILES/payload"; } > "$FILES/commit"
  as_commit "$FILES/commit"
}

# as_commit FILE: makes a commit object of a text as it is, and moves the branch there.
as_commit() { git update-ref HEAD "$(git hash-object -t commit -w --literally "$1")"; }

# wire TEXT, wire_file FILE, wire_data: a `string` of the SSH wire format, of a text, a file, standard input.
wire() { printf %s "$1" | wire_data; }
wire_file() { wire_data < "$1"; }
wire_data() { perl -e 'local $/; my $d = <STDIN>; binmode STDOUT; print pack("N/a*", $d // "")'; }

# armour_blob FILE: $FILES/sig, the armour of an SSHSIG.
armour_blob() {
  { echo '-----BEGIN SSH SIGNATURE-----'; base64 -w70 "$1"; echo '-----END SSH SIGNATURE-----'; } > "$FILES/sig"
}

# blob_of_sig: the bytes inside $FILES/sig.
blob_of_sig() { grep -v -- ----- "$FILES/sig" | base64 -d; }

# to_sign [NAMESPACE]: what an SSHSIG over $FILES/payload signs, with SHA-512.
to_sign() {
  printf SSHSIG
  wire "${1:-git}"; wire ''; wire sha512
  openssl dgst -sha512 -binary "$FILES/payload" | wire_data
}

# sshsig KEYBLOB INNER: the bytes of an SSHSIG of these two files.
sshsig() { printf 'SSHSIG\0\0\0\1'; wire_file "$1"; wire git; wire ''; wire sha512; wire_file "$2"; }

# touch_sign NAME FLAGS: $FILES/sig by a security key of $RING, as its hardware would make it.
touch_sign() {
  local name=$1 flags=$2
  to_sign > "$FILES/data"
  { printf ssh: | openssl dgst -sha256 -binary; printf "\\x$flags\\0\\0\\0\\x29"; openssl dgst -sha256 -binary "$FILES/data"; } \
    > "$FILES/by-hardware"
  case $name in
    sk-ed25519)
      openssl pkeyutl -sign -inkey "$RING/$name.pem" -rawin -in "$FILES/by-hardware" -out "$FILES/raw"
      { wire sk-ssh-ed25519@openssh.com; wire_file "$FILES/raw"; } > "$FILES/inner" ;;
    sk-ecdsa)
      openssl dgst -sha256 -sign "$RING/$name.pem" "$FILES/by-hardware" > "$FILES/der"
      perl -e 'local $/; my $d = <STDIN>; my ($r, $s) = unpack("x2 x C/a x C/a", $d); binmode STDOUT; print pack("N/a* N/a*", $r, $s)' \
        < "$FILES/der" > "$FILES/raw"
      { wire sk-ecdsa-sha2-nistp256@openssh.com; wire_file "$FILES/raw"; } > "$FILES/inner" ;;
  esac
  printf "\\x$flags\\0\\0\\0\\x29" >> "$FILES/inner"
  sshsig "$RING/$name.blob" "$FILES/inner" > "$FILES/blob"
  armour_blob "$FILES/blob"
}
