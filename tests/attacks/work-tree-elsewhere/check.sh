iwcp verify --format concise
act anna 2026-03-02
iwcp step 2026-0001 decline --set assessment.evidence=weak --set assessment.commercial_scale=false --set assessment.date=2026-03-02 \
  --set assessment.reason=No -m No || echo "exit: $?"
ls -A "$FILES/home"
