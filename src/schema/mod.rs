//! JSON Schema 2020-12 against a tree: findings at the right span. Knows nothing of processes.
