//! How each bucket is opened: signed on ring, by our own client, never with credentials that lie
//! about in the environment or on a cloud machine.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};
use store::StoreError;

use crate::address::{Endpoint, Reach};
use crate::http::Connector;
use crate::{Address, Credentials, Needed, OpenError, Patience};

type Built = Result<Arc<dyn ObjectStore>, OpenError>;

/// Opens the bucket of an address, and returns the folder in it that is ours.
pub(super) fn build(
    address: &Address,
    credentials: &Credentials,
    patience: Patience,
) -> Result<(Arc<dyn ObjectStore>, Path), OpenError> {
    let (server, prefix) = match address {
        Address::S3 { bucket, prefix, endpoint, region } => {
            (s3((bucket, region), endpoint.as_ref(), credentials, patience)?, prefix)
        }
        Address::Azure { account, container, prefix, endpoint } => {
            (azure((account, container), endpoint.as_ref(), credentials, patience)?, prefix)
        }
        Address::Google { bucket, prefix, endpoint } => {
            (google(bucket, endpoint.as_ref(), credentials, patience)?, prefix)
        }
        Address::Folder(_) | Address::WebDav(_) | Address::Postgres { .. } => {
            return Err(StoreError::Bug("not a bucket".into()).into());
        }
    };
    Ok((server, Path::from(prefix.as_str())))
}

/// What is tried again, and for how long: a few times, quickly; the caller comes back anyway.
pub(super) fn retries(patience: Patience) -> RetryConfig {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(5),
        base: 2.0,
    };
    RetryConfig { backoff, max_retries: 4, retry_timeout: patience.call }
}

fn s3(
    (bucket, region): (&str, &str),
    endpoint: Option<&Endpoint>,
    credentials: &Credentials,
    patience: Patience,
) -> Built {
    let Credentials::AccessKey { id, secret, session } = credentials else {
        return Err(OpenError::Credentials(Needed::AccessKey));
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(region)
        .with_access_key_id(id)
        .with_secret_access_key(secret.expose())
        .with_disable_bulk_delete(true) // one request more a name, one kind of request fewer
        .with_retry(retries(patience))
        .with_http_connector(connector(endpoint, patience)?);
    if let Some(session) = session {
        builder = builder.with_token(session.expose());
    }
    builder = match endpoint {
        Some(at) => builder.with_endpoint(base(at)).with_allow_http(at.is_plain()),
        None => builder.with_virtual_hosted_style_request(true),
    };
    builder.build().map(|server| Arc::new(server) as Arc<_>).map_err(refused(Needed::AccessKey))
}

fn azure(
    (account, container): (&str, &str),
    endpoint: Option<&Endpoint>,
    credentials: &Credentials,
    patience: Patience,
) -> Built {
    let builder = MicrosoftAzureBuilder::new()
        .with_account(account)
        .with_container_name(container)
        .with_retry(retries(patience))
        .with_http_connector(connector(endpoint, patience)?);
    let builder = match credentials {
        Credentials::AccountKey(key) => builder.with_access_key(key.expose()),
        Credentials::SharedAccess(text) => {
            builder.with_config(AzureConfigKey::SasKey, text.expose().trim_start_matches('?'))
        }
        _ => return Err(OpenError::Credentials(Needed::AzureKey)),
    };
    let builder = match endpoint {
        Some(at) => builder.with_endpoint(base(at)).with_allow_http(at.is_plain()),
        None => builder,
    };
    builder.build().map(|server| Arc::new(server) as Arc<_>).map_err(refused(Needed::AzureKey))
}

fn google(
    bucket: &str,
    endpoint: Option<&Endpoint>,
    credentials: &Credentials,
    patience: Patience,
) -> Built {
    let builder = GoogleCloudStorageBuilder::new()
        .with_bucket_name(bucket)
        .with_retry(retries(patience))
        .with_http_connector(connector(endpoint, patience)?);
    let builder = match credentials {
        Credentials::ServiceAccount(key) => builder.with_service_account_key(key.expose()),
        Credentials::Token(token) => builder.with_bearer_token(token.expose()),
        _ => return Err(OpenError::Credentials(Needed::GoogleKey)),
    };
    let builder = match endpoint {
        Some(at) => builder.with_base_url(&base(at)),
        None => builder,
    };
    builder.build().map(|server| Arc::new(server) as Arc<_>).map_err(refused(Needed::GoogleKey))
}

fn connector(endpoint: Option<&Endpoint>, patience: Patience) -> Result<Connector, StoreError> {
    let reach = endpoint.map_or(Reach::Network, Endpoint::reach);
    Connector::new(reach, None, patience)
}

/// Returns an endpoint as the builders want it.
fn base(endpoint: &Endpoint) -> String {
    endpoint.as_str().trim_end_matches('/').to_owned()
}

/// What the builders refuse is, after [`Address`] was checked, a key that is none. Their words may
/// repeat it.
fn refused(needed: Needed) -> impl FnOnce(object_store::Error) -> OpenError {
    move |_| OpenError::Credentials(needed)
}
