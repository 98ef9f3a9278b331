act anna 2026-03-02
mkdir -p process/4.0.0
cat > process/4.0.0/catalogue.yaml <<'Y'
process: 4.0.0
title: Another process
participants: participant
roles:
  fsd: {title: F&SD, keeper: true}
audiences:
  fsd: {title: F&SD, everything: true}
clauses: {}
Y
commit 'A process of our own'
echo 'in force' > NOTICE
commit 'A notice'
