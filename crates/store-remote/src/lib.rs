//! The firm's files on a server: S3 and what is compatible with it, Azure Blob, Google Cloud
//! Storage, WebDAV and PostgreSQL, behind [`store::Store`]; and [`open`], which turns one URL into
//! any store, a folder included.
//!
//! | URL | store | credentials |
//! |---|---|---|
//! | `file:///srv/firm`, `/srv/firm`, `\\server\share\firm` | folder | none |
//! | `s3://bucket/prefix?endpoint=https://…&region=…` | S3 | [`Credentials::AccessKey`] |
//! | `azure://account/container/prefix?endpoint=https://…` | Azure Blob | [`Credentials::AccountKey`], [`Credentials::SharedAccess`] |
//! | `gs://bucket/prefix?endpoint=https://…` | Google Cloud Storage | [`Credentials::ServiceAccount`], [`Credentials::Token`] |
//! | `https://server/dav/firm/` | WebDAV | [`Credentials::Password`], [`Credentials::Token`] |
//! | `postgres://server:5432/database?schema=sixboard` | PostgreSQL | [`Credentials::Password`] |
//!
//! Objects are overwritten, never created "if absent": half of the servers do not keep that promise
//! (protocol section 3). All of TLS and signing runs on ring; a server must prove itself by a
//! certificate that this computer trusts, and nothing is sent in the clear except to this computer.
//!
//! ```
//! use store_remote::{Credentials, OpenError, open};
//!
//! let refused = open("https://ann:secret@dav.example/firm/", Credentials::None).unwrap_err();
//! assert!(matches!(refused, OpenError::Address(_)));
//! ```

mod address;
mod credentials;
mod http;
mod objects;
mod open;
mod postgres;
mod tls;

pub use address::{Address, AddressError, Endpoint};
pub use credentials::{Credentials, Needed};
pub use open::{AnyStore, OpenError, open, open_with};
pub use postgres::SETUP as POSTGRES_SETUP;

use std::time::Duration;

/// How long a server may keep us waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For one answer. A firm's largest object must get through a slow line in that time.
    pub answer: Duration,
    /// For one call with everything that is tried again in it.
    pub call: Duration,
    /// How often a watch asks a server that cannot tell by itself. Each device asks at its own
    /// moment of that interval.
    pub look: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(120),
            call: Duration::from_secs(300),
            look: Duration::from_secs(60),
        }
    }
}
