//! Tests of the room, on real repositories made by git.
