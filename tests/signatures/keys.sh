# Makes everything that the cases share, once: keys of every kind in $RING, and a register in $RING/register that knows
# them. Runs as anna, in an empty folder $RING; what is done here is of 1 January 2026.
cd "$RING"
printf '#!/bin/sh\nexec gpg --faked-system-time "$GPG_TIME!" --ignore-time-conflict "$@"\n' > gpg
chmod +x gpg
export GPG_TIME=20260101T000000

# --- SSH: a plain key of each kind -----------------------------------------------------------------------------------
ssh_key() { # NAME OPTION…
  local name=$1
  shift
  ssh-keygen -q -N '' -C "$name" -f "$name" "$@"
}
ssh_key ed25519 -t ed25519 &
ssh_key ecdsa-256 -t ecdsa -b 256 &
ssh_key ecdsa-384 -t ecdsa -b 384 &
ssh_key ecdsa-521 -t ecdsa -b 521 &
ssh_key rsa-1024 -t rsa -b 1024 &
ssh_key rsa-2048 -t rsa -b 2048 &
ssh_key rsa-4096 -t rsa -b 4096 &
for name in stranger expired not-yet replaced stolen ca ca-expired other-ca visitor; do ssh_key $name -t ed25519 & done
ssh_key ca-ecdsa -t ecdsa -b 384 &
ssh_key ca-rsa -t rsa -b 3072 &
wait

# --- SSH: certificates -----------------------------------------------------------------------------------------------
certify() { # NAME AUTHORITY KEY OPTION…: NAME-cert.pub for a copy of KEY
  local name=$1 authority=$2 key=$3
  shift 3
  cp "$key" "$name"
  cp "$key.pub" "$name.pub"
  ssh-keygen -q -s "$authority" -I "$name" "$@" "$name.pub"
}
usual='-V 20260101000000Z:20270101000000Z'
certify cert ca visitor -n visitor@acme.example $usual
certify cert-of-ecdsa ca ecdsa-256 -n visitor@acme.example $usual
certify cert-of-rsa ca rsa-2048 -n visitor@acme.example $usual
certify cert-of-short-rsa ca rsa-1024 -n visitor@acme.example $usual
certify cert-by-ecdsa ca-ecdsa visitor -n visitor@acme.example $usual
certify cert-by-rsa ca-rsa visitor -n visitor@acme.example $usual
certify cert-by-rsa-sha1 ca-rsa visitor -t ssh-rsa -n visitor@acme.example $usual
certify cert-by-stranger other-ca visitor -n visitor@acme.example $usual
certify cert-by-ended ca-expired visitor -n visitor@acme.example $usual
certify cert-expired ca visitor -n visitor@acme.example -V 20260101000000Z:20260201000000Z
certify cert-not-yet ca visitor -n visitor@acme.example -V 20260601000000Z:20270101000000Z
certify cert-forever ca visitor -n visitor@acme.example
certify cert-for-nobody ca visitor $usual
certify cert-for-another ca visitor -n visitor@bolt.example $usual
certify cert-for-several ca visitor -n root,visitor@bolt.example,desk@acme.example $usual
certify cert-for-pattern ca visitor -n '*' $usual
certify cert-of-host ca visitor -h -n visitor@acme.example $usual
certify cert-with-command ca visitor -n visitor@acme.example -O force-command=/bin/true $usual
certify cert-with-unknown-option ca visitor -n visitor@acme.example -O critical:x@example.org=1 $usual
certify cert-with-extension ca visitor -n visitor@acme.example -O extension:x@example.org=1 $usual
certify cert-of-stolen ca stolen -n visitor@acme.example $usual
certify cert-of-replaced ca replaced -n visitor@acme.example $usual
# What ssh-keygen does not write: `cert` with its reserved field in use, signed again by the authority.
certify cert-reserved ca visitor -n visitor@acme.example $usual
cut -d' ' -f2 cert-reserved-cert.pub | base64 -d | perl -e '
  local $/; binmode STDIN; my $blob = <STDIN>;
  # Two strings and 51 + 4 + 83 octets: the reserved field, the key of the authority, its signature.
  my $ends = length($blob) - (4 + 51) - (4 + 83) - 4;
  binmode STDOUT; print substr($blob, 0, $ends), pack("N/a*", "x"), substr($blob, $ends + 4, 55)' > cert-reserved.body
# The authority's seed, from the last of its private key's fields, as openssl reads it.
{
  printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'
  grep -v -- ----- ca | base64 -d | perl -e 'local $/; binmode STDIN; my $key = <STDIN>;
    my $at = rindex $key, pack("N", 64); binmode STDOUT; print substr $key, $at + 4, 32'
} > ca.der
openssl pkeyutl -sign -inkey ca.der -keyform DER -rawin -in cert-reserved.body -out cert-reserved.raw
{ wire ssh-ed25519; wire_file cert-reserved.raw; } > cert-reserved.sig
{ printf 'ssh-ed25519-cert-v01@openssh.com '; { cat cert-reserved.body; wire_file cert-reserved.sig; } | base64 -w0; echo; } \
  > cert-reserved-cert.pub

# --- SSH: security keys, made in software ----------------------------------------------------------------------------
openssl genpkey -quiet -algorithm ed25519 -out sk-ed25519.pem 2>/dev/null || openssl genpkey -algorithm ed25519 -out sk-ed25519.pem
openssl ecparam -genkey -name prime256v1 -noout -out sk-ecdsa.pem
openssl pkey -in sk-ed25519.pem -pubout -outform DER | tail -c 32 > sk-ed25519.raw
openssl pkey -in sk-ecdsa.pem -pubout -outform DER | tail -c 65 > sk-ecdsa.raw
{ wire sk-ssh-ed25519@openssh.com; wire_file sk-ed25519.raw; wire ssh:; } > sk-ed25519.blob
{ wire sk-ecdsa-sha2-nistp256@openssh.com; wire nistp256; wire_file sk-ecdsa.raw; wire ssh:; } > sk-ecdsa.blob
echo "sk-ssh-ed25519@openssh.com $(base64 -w0 sk-ed25519.blob)" > sk-ed25519.pub
echo "sk-ecdsa-sha2-nistp256@openssh.com $(base64 -w0 sk-ecdsa.blob)" > sk-ecdsa.pub

# --- OpenPGP ---------------------------------------------------------------------------------------------------------
mkdir -m 700 gnupg
printf 'batch\nno-tty\nquiet\npinentry-mode loopback\npassphrase ""\ntrust-model always\nno-auto-check-trustdb\nallow-weak-key-signatures\n' > gnupg/gpg.conf
make_pgp() { # NAME ALGORITHM [USAGE [EXPIRES]]
  gpg --quick-gen-key "$1 <$1@example.org>" "$2" "${3:-sign}" "${4:-never}" 2>/dev/null
}
print_of() { gpg --with-colons --list-keys "=$1 <$1@example.org>" | sed -n '/^fpr/{s/^fpr:*//;s/:*$//p;q}'; }
subkey_of() { gpg --with-colons --list-keys "=$1 <$1@example.org>" | sed -n '/^sub/,/^fpr/{/^fpr/{s/^fpr:*//;s/:*$//p;q}}'; }
revoke_uid() { gpg --quick-revoke-uid "$(print_of "$1")" "$2" 2>/dev/null; }
make_pgp pgp-ed25519 ed25519
make_pgp pgp-rsa2048 rsa2048
make_pgp pgp-rsa1024 rsa1024
make_pgp pgp-p256 nistp256
make_pgp pgp-p384 nistp384
make_pgp pgp-p521 nistp521
make_pgp pgp-brainpool brainpoolP256r1
make_pgp pgp-secp256k1 secp256k1
make_pgp pgp-dsa dsa1024
make_pgp pgp-stranger ed25519
make_pgp pgp-mute ed25519 cert
make_pgp pgp-expired ed25519 sign 2026-02-01
make_pgp pgp-subkey ed25519 cert
gpg --quick-add-key "$(print_of pgp-subkey)" ed25519 sign never
make_pgp pgp-subkey-unbound ed25519 cert
gpg --quick-add-key "$(print_of pgp-subkey-unbound)" ed25519 sign never
make_pgp pgp-revoked ed25519
make_pgp pgp-subkey-revoked ed25519 cert
gpg --quick-add-key "$(print_of pgp-subkey-revoked)" ed25519 sign never
make_pgp pgp-subkey-expired ed25519 cert
gpg --quick-add-key "$(print_of pgp-subkey-expired)" ed25519 sign 2026-02-01
gpg --cert-digest-algo SHA1 --quick-gen-key 'pgp-sha1 <pgp-sha1@example.org>' rsa2048 sign never 2>/dev/null
gpg --faked-system-time '20260401T000000!' --quick-gen-key 'pgp-young <pgp-young@example.org>' ed25519 sign never 2>/dev/null
# What the register knows of them: whoever has the secret keys has not heard of the revocations, and signs on.
cp -a gnupg told
rm -f told/S.*
sed '/^:-----/s/^://' "gnupg/openpgp-revocs.d/$(print_of pgp-revoked).rev" | GNUPGHOME=$RING/told gpg --import
printf 'key 1\nrevkey\ny\n0\n\ny\nsave\n' | GNUPGHOME=$RING/told gpg --no-batch --command-fd 0 --status-fd 2 \
  --edit-key "$(print_of pgp-subkey-revoked)" 2>/dev/null
GNUPGHOME=$RING/told gpgconf --kill all
# without_back_signature: a certificate of one subkey, whose last packet binds it; what a subkey says of its primary key
# stands where nobody signs it, and is left out.
without_back_signature() {
  perl -e 'local $/; binmode STDIN; binmode STDOUT; my ($all, $last) = (scalar <STDIN>, 0);
    for (my $at = 0; $at < length $all; $at += 2 + ord substr $all, $at + 1, 1) { $last = $at }
    my ($head, $hashed, $unhashed, $rest) = unpack "x2 a4 n/a n/a a*", substr $all, $last;
    my ($kept, $at) = ("", 0);
    while ($at < length $unhashed) {
      my $length = 1 + ord substr $unhashed, $at, 1;
      $kept .= substr $unhashed, $at, $length unless 32 == ord substr $unhashed, $at + 1, 1;
      $at += $length;
    }
    my $body = pack "a4 n/a* n/a* a*", $head, $hashed, $kept, $rest;
    print substr($all, 0, $last), "\x88", chr length $body, $body'
}

# --- the register ----------------------------------------------------------------------------------------------------
mkdir register
cd register
git init -q
mkdir participants
printf 'process: 3.2.0\nname: signatures\ntimezone: Europe/London\ncalendar: england-and-wales\n' > register.yaml
person() { printf '  - name: %s\n    email: %s@example.org\n    keys:\n' "$1" "$1"; }
entry() { printf '      - key: "%s"\n' "$(cut -d' ' -f1,2 "$1")"; }
pgp() {
  printf '      - key: "openpgp:%s"\n        certificate: |\n' "$(print_of "$1")"
  GNUPGHOME=$RING/told gpg --armor --export-options export-minimal --export "=$1 <$1@example.org>" |
    case $1 in *-unbound) gpg --dearmor | without_back_signature | gpg --enarmor | as_certificate ;; *) cat ;; esac |
    sed 's/^/          /'
}
as_certificate() { sed -e '/^Comment: /d' -e 's/PGP ARMORED FILE/PGP PUBLIC KEY BLOCK/'; }
{
  printf 'id: gsma\nprocess: 3.2.0\nstatus: active\nname: GSMA\nrole: fsd\npeople:\n'
  person anna; entry "$KEYS/anna.pub"
  for name in ed25519 ecdsa-256 ecdsa-384 ecdsa-521 rsa-2048 rsa-4096 sk-ed25519 sk-ecdsa; do
    person $name; entry "$RING/$name.pub"
  done
  person expired; entry "$RING/expired.pub"; echo '        until: 2026-02-01'
  person not-yet; entry "$RING/not-yet.pub"; echo '        from: 2026-06-01'
  person replaced; entry "$RING/replaced.pub"; echo '        revoked: {date: 2026-06-01, reason: replaced, signatures_stand: true}'
  person stolen; entry "$RING/stolen.pub"; echo '        revoked: {date: 2026-06-01, reason: stolen, signatures_stand: false}'
  for name in ca ca-ecdsa ca-rsa; do
    person $name; entry "$RING/$name.pub"
    printf '        cert_authority: true\n        principals: ["*@acme.example", "visitor@exampl?.org"]\n'
  done
  person ca-expired; entry "$RING/ca-expired.pub"
  printf '        cert_authority: true\n        principals: ["*@acme.example"]\n        until: 2026-02-01\n'
  for name in pgp-ed25519 pgp-rsa2048 pgp-rsa1024 pgp-p256 pgp-p384 pgp-p521 pgp-brainpool pgp-secp256k1 pgp-dsa pgp-mute \
    pgp-expired pgp-subkey pgp-subkey-unbound pgp-revoked pgp-subkey-revoked pgp-subkey-expired pgp-sha1 pgp-young; do
    person $name; pgp $name
  done
} > participants/gsma.yaml
git add -A
export GIT_AUTHOR_DATE=2026-01-02T12:00:00+00:00 GIT_COMMITTER_DATE=2026-01-02T12:00:00+00:00
git commit -q -S -m 'A register of signers'
git config iwcp.root "$(git rev-parse HEAD)"
git config gpg.ssh.allowedSignersFile "$RING/allowed_signers"
git config gpg.ssh.revocationFile "$RING/revoked"
iwcp participant keys > "$RING/allowed_signers"
iwcp participant keys --revoked > "$RING/revoked"

# The keyring of somebody who checks the register with git: its certificates and nobody's secrets.
mkdir -m 700 "$RING/keyring"
cp "$RING/gnupg/gpg.conf" "$RING/keyring/"
iwcp participant keys --openpgp | GNUPGHOME=$RING/keyring gpg --import
