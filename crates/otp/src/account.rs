//! An account as a service hands it out, before it is in a vault.

use secret::Secret;

use crate::Params;

/// One account: whose it is, how its codes are made, and the secret key they are made from.
///
/// `Debug` hides the secret key. The names are what the service wrote, in any script and of any
/// length: a label is only a label, never an identity.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// The service, or empty where it does not say.
    pub issuer: String,
    /// Whose sign-in it is (a mail address, a user ID), or empty: then a person must be asked.
    pub account: String,
    /// The label's own prefix where it differs from `issuer`: Microsoft puts the organisation there.
    pub label_issuer: Option<String>,
    /// How codes are made.
    pub params: Params,
    /// What codes are made from.
    pub secret: Secret,
}
