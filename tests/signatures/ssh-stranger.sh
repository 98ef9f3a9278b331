# what: a key that stands nowhere
# git: bad
# iwcp: unknown-key
# says: belongs to nobody
signed_by stranger
