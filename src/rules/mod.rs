//! Rules over documents and their register, one file a rule. Each has a slug, a page and fixtures.
