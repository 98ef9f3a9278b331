//! What git itself says beside what this room says, on histories that are made at random.

mod weaving;
