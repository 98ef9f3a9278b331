# Notes are commits as well, and whoever may push them may say anything.
act mallory 2026-03-02
git notes add -m 'All is well.' HEAD
