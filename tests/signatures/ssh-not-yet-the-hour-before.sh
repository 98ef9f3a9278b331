# what: a key half an hour before its first day begins in the zone of the register
# git: bad
# iwcp: key-not-valid
export GIT_COMMITTER_DATE=2026-05-31T22:30:00+00:00
signed_by not-yet
