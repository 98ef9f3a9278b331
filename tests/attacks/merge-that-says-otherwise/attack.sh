# The keeper's merges attest days on which nothing can have come in, and claim steps that they don't make.
act mei 2026-03-02
git switch -q -c side
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true

# say CASE TRAILER…: merges it once more, a fortnight later, with these trailers.
say() {
  git switch -q -c "$1" $START
  act anna 2026-03-16
  shift
  git merge -q --no-ff -S -m "$(printf 'Merge side\n\n'; printf '%s\n' "$@")" side
}

say yesterday 'Received: yesterday'
say no-day 'Received: 2026-02-30'
say short-day 'Received: 2026-3-4'
say after-the-merge 'Received: 2026-03-17'
say before-the-answer 'Received: 2026-03-01'
say twice 'Received: 2026-03-03' 'Received: 2026-03-16'
say twice-the-same 'Received: 2026-03-16' 'received: 2026-03-16'
say nothing 'Received:'
say a-step 'Step: conclude' 'Status: responded -> rescinded' 'Received: 2026-03-16'
say in-order 'Received: 2026-03-02'
