//! Findings and tables for people and machines. One file a format.
