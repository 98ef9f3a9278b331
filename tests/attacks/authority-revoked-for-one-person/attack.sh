# One authority vouches for two people of acme, and is called back for one of them: what the other signed stands.
act anna 2026-03-02
ssh-keygen -q -t ed25519 -N '' -f "$FILES/authority"
for who in mei mia; do
  ssh-keygen -q -t ed25519 -N '' -f "$FILES/$who"
  ssh-keygen -q -s "$FILES/authority" -I $who -n $who -V 20260101:20270101 "$FILES/$who.pub"
done
iwcp participant add-key acme --key "$FILES/authority.pub" --principals mei >/dev/null
iwcp participant add-person acme --person 'Mia Moll' --key "$FILES/authority.pub" --principals mia >/dev/null
iwcp step 2026-0001 refer --set evidence=strong --set commercial_scale=true --set contact='IMEI desk' >/dev/null
answer() {
  git config user.signingkey "$FILES/$1-cert.pub"
  git config user.email "$1@example.org"
  iwcp step "$2" respond --set verdict=not-proven --set comments='No.' --set no_other_models=true >/dev/null
  git config --remove-section user
}
act mei 2026-03-03
answer mei 2026-0002
git branch side
act mei 2026-03-04
answer mia 2026-0001
git switch -q side
act anna 2026-03-05
iwcp participant revoke acme "$FILES/authority.pub" --person 'Mei Ming' --reason stolen --signatures fall >/dev/null
git switch -q main
git merge -q --no-ff -S -m 'Merge side' side
