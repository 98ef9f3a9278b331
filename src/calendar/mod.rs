//! Dates, working days, holidays and time zones. `now` is always an argument: this room never reads a clock.
