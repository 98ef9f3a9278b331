# what: a key on its first day, which begins in summer time: at 23:00 UTC
# git: good
# iwcp: good
export GIT_COMMITTER_DATE=2026-05-31T23:30:00+00:00
signed_by not-yet
