# The manufacturer answers on a branch, while the keeper records its answer on the main line.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
act anna 2026-03-03
git switch -q main
iwcp step 2026-0002 respond --set verdict=acknowledged --set comments='Yes.' --set no_other_models=true \
  --set remedial_action='A seal.' --set available_from=2026-09-01 --set via='letter of 2026-03-03' >/dev/null
