//! TLS on ring, trusting what this computer trusts: a firm's own authority is in there too.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;
use store::StoreError;

/// Returns the settings for connections to servers.
///
/// # Errors
/// [`StoreError::Untrusted`] when the system's own list of authorities cannot be read.
pub(crate) fn config() -> Result<ClientConfig, StoreError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier);
    let config = builder.map_err(|error| StoreError::Untrusted(error.to_string().into()))?;
    Ok(config.with_no_client_auth())
}
