//! Sealed envelopes, each with its own namespace, and passphrases.
