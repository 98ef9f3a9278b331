//! Commits into verified events: signatures, authority, legality, dates, merges.
