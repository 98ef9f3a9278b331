# what: the committer's own time zone does not count: it is still the day before
# git: bad
# iwcp: key-not-valid
export GIT_COMMITTER_DATE=2026-06-01T05:00:00+14:00
signed_by not-yet
