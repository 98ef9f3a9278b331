act anna 2026-03-04
iwcp rebase main --format concise
