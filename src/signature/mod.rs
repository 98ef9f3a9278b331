//! Which key signed these bytes? SSH signatures verified in process; signing through the signer that the user's git is configured for. Knows no roles.
