//! Codes, otpauth URIs and account parameters; pure, time is an argument.
