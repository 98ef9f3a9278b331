//! A tree that is a document of a kind: which kind its path says, which definition it runs under.
