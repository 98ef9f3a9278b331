//! Participants as of a commit: which keys stand, and whether a person may sign a step. Pure: no cryptography.
