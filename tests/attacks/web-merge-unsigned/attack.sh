# Another server's merge button: signed by nobody, committed in the keeper's name.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
git switch -q main
act anna 2026-03-03
git merge -q --no-ff --no-gpg-sign -m "Merge branch 'side' into 'main'" -m Response -m 'See merge request imei/register!3' side
