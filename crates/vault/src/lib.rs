//! This device: locked and unlocked vault, OS keyring, sealed local database.
