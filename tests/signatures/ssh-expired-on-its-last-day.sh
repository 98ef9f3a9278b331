# what: a key on its last day, a minute before midnight in the register's zone
# git: good
# iwcp: good
export GIT_COMMITTER_DATE=2026-02-01T23:59:00+00:00
signed_by expired
