//! One file a command: an arguments struct whose doc comment is its help, and one function that calls the rooms.
