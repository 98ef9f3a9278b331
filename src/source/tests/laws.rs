//! Laws over random input.
