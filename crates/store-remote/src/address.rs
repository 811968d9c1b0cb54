//! One URL names a store. Everything in it may be shown: a password in it is refused.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::Needed;

/// Where a store is, taken apart and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A folder, by its full path.
    Folder(PathBuf),
    /// An S3 bucket.
    S3 {
        /// The bucket.
        bucket: String,
        /// The folder in it, or nothing.
        prefix: String,
        /// The server, where it is not Amazon's.
        endpoint: Option<Endpoint>,
        /// The region; `us-east-1` where servers do not care.
        region: String,
    },
    /// An Azure Blob container.
    Azure {
        /// The storage account.
        account: String,
        /// The container.
        container: String,
        /// The folder in it, or nothing.
        prefix: String,
        /// The server, where it is not Microsoft's.
        endpoint: Option<Endpoint>,
    },
    /// A Google Cloud Storage bucket.
    Google {
        /// The bucket.
        bucket: String,
        /// The folder in it, or nothing.
        prefix: String,
        /// The server, where it is not Google's.
        endpoint: Option<Endpoint>,
    },
    /// A WebDAV collection.
    WebDav(Endpoint),
    /// A PostgreSQL database.
    Postgres {
        /// The host name or address.
        host: String,
        /// The port; 5432 unless given.
        port: u16,
        /// The database.
        database: String,
        /// The schema that holds the table; `sixboard` unless given.
        schema: String,
        /// Whether the host is this computer, to which nothing needs to be encrypted.
        reach: Reach,
    },
}

/// Whether a server is this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The server is this computer.
    Loopback,
    /// The server is elsewhere.
    Network,
}

/// An `https` URL, or an `http` URL of this computer, without user name, password and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    reach: Reach,
}

impl Endpoint {
    /// Returns the URL as text.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Says whether the server is this computer.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    fn new(url: Url) -> Result<Self, AddressError> {
        check_no_password(&url)?;
        if !url.username().is_empty() {
            return Err(AddressError::UserName);
        }
        let reach = reach_of(&url).ok_or(AddressError::NoServer)?;
        match url.scheme() {
            "https" => {}
            "http" if reach == Reach::Loopback => {}
            "http" => return Err(AddressError::InTheClear),
            _ => return Err(AddressError::Endpoint),
        }
        Ok(Self { url, reach })
    }
}

/// Why a text names no store that we would use. Its words repeat nothing of the text, except the
/// scheme or the parameter's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is neither a URL nor a full path.
    #[error(
        "neither a full path nor an address such as https://server/folder/ or s3://bucket/folder"
    )]
    Neither,
    /// Nothing of ours speaks that.
    #[error(
        "stores beginning with {0}:// are not known; known are file, s3, azure, gs, https and postgres"
    )]
    Scheme(String),
    /// Passwords are kept in the keyring, where no history and no screenshot shows them.
    #[error(
        "the address contains a password; leave it out, it is asked for and kept in the keyring"
    )]
    Password,
    /// The user name belongs to the password.
    #[error("the address contains a user name; leave it out, it is asked for with the password")]
    UserName,
    /// Anybody on the way could read the password.
    #[error("http:// would send the password in the clear; use https://")]
    InTheClear,
    /// The server's name is missing.
    #[error("the address names no server")]
    NoServer,
    /// The bucket, account, container, database or schema is missing or has odd characters.
    #[error("the {0} is missing or has characters that it cannot have")]
    Part(&'static str),
    /// The endpoint is not a URL of a server.
    #[error("the endpoint is not an https:// address")]
    Endpoint,
    /// The parameter is unknown, given twice or makes no sense here.
    #[error("the parameter {0} is not known for this store, or given twice")]
    Parameter(String),
}

impl Address {
    /// Takes a URL or a full path apart.
    ///
    /// # Errors
    /// [`AddressError`], whose words may be shown.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if !text.contains("://") {
            let is_full = Path::new(text).is_absolute();
            return if is_full {
                Ok(Self::Folder(text.into()))
            } else {
                Err(AddressError::Neither)
            };
        }
        let url = Url::parse(text).map_err(|_| AddressError::Neither)?;
        check_no_password(&url)?;
        if url.fragment().is_some() {
            return Err(AddressError::Parameter("#".to_owned()));
        }
        match url.scheme() {
            "file" => folder(&url),
            "s3" => s3(&url),
            "azure" => azure(&url),
            "gs" => google(&url),
            "http" | "https" => web_dav(url),
            "postgres" | "postgresql" => postgres(&url),
            other => Err(AddressError::Scheme(other.chars().take(20).collect())),
        }
    }

    /// Returns which credentials this store wants.
    pub fn needed(&self) -> Needed {
        match self {
            Self::Folder(_) => Needed::Nothing,
            Self::S3 { .. } => Needed::AccessKey,
            Self::Azure { .. } => Needed::AzureKey,
            Self::Google { .. } => Needed::GoogleKey,
            Self::WebDav(_) => Needed::PasswordOrToken,
            Self::Postgres { .. } => Needed::Password,
        }
    }
}

impl fmt::Display for Address {
    /// Shows where the store is, for messages; not every parameter is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::S3 { bucket, prefix, .. } => write!(f, "s3://{bucket}/{prefix}"),
            Self::Azure { account, container, prefix, .. } => {
                write!(f, "azure://{account}/{container}/{prefix}")
            }
            Self::Google { bucket, prefix, .. } => write!(f, "gs://{bucket}/{prefix}"),
            Self::WebDav(endpoint) => f.write_str(endpoint.as_str()),
            Self::Postgres { host, port, database, .. } => {
                write!(f, "postgres://{host}:{port}/{database}")
            }
        }
    }
}

fn folder(url: &Url) -> Result<Address, AddressError> {
    Parameters::of(url)?.end()?;
    url.to_file_path().map(Address::Folder).map_err(|()| AddressError::Neither)
}

fn s3(url: &Url) -> Result<Address, AddressError> {
    let mut parameters = Parameters::of(url)?;
    let endpoint = parameters.endpoint()?;
    let region = parameters.take("region").unwrap_or_else(|| "us-east-1".to_owned());
    parameters.end()?;
    let region = word(region, "region", "-")?;
    Ok(Address::S3 {
        bucket: server_as(url, "bucket")?,
        prefix: prefix(url.path())?,
        endpoint,
        region,
    })
}

fn google(url: &Url) -> Result<Address, AddressError> {
    let mut parameters = Parameters::of(url)?;
    let endpoint = parameters.endpoint()?;
    parameters.end()?;
    Ok(Address::Google { bucket: server_as(url, "bucket")?, prefix: prefix(url.path())?, endpoint })
}

fn azure(url: &Url) -> Result<Address, AddressError> {
    let mut parameters = Parameters::of(url)?;
    let endpoint = parameters.endpoint()?;
    parameters.end()?;
    let path = url.path().trim_start_matches('/');
    let (container, rest) = path.split_once('/').unwrap_or((path, ""));
    Ok(Address::Azure {
        account: server_as(url, "storage account")?,
        container: word(container.to_owned(), "container", "-$")?,
        prefix: prefix(rest)?,
        endpoint,
    })
}

fn web_dav(mut url: Url) -> Result<Address, AddressError> {
    Parameters::of(&url)?.end()?;
    url.set_query(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Endpoint::new(url).map(Address::WebDav)
}

fn postgres(url: &Url) -> Result<Address, AddressError> {
    let mut parameters = Parameters::of(url)?;
    let schema = parameters.take("schema").unwrap_or_else(|| "sixboard".to_owned());
    parameters.end()?;
    if !url.username().is_empty() {
        return Err(AddressError::UserName);
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(AddressError::NoServer)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let database = url.path().trim_start_matches('/');
    Ok(Address::Postgres {
        reach: reach_of(url).ok_or(AddressError::NoServer)?,
        host: host.to_owned(),
        port: url.port().unwrap_or(5432),
        database: word(database.to_owned(), "database", "_-")?,
        schema: word(schema, "schema", "_")?,
    })
}

fn check_no_password(url: &Url) -> Result<(), AddressError> {
    if url.password().is_some() { Err(AddressError::Password) } else { Ok(()) }
}

/// Returns the host of a URL in which it stands for something of ours.
fn server_as(url: &Url, part: &'static str) -> Result<String, AddressError> {
    if !url.username().is_empty() {
        return Err(AddressError::UserName);
    }
    if url.port().is_some() {
        return Err(AddressError::Part(part));
    }
    word(url.host_str().unwrap_or_default().to_owned(), part, "-._")
}

/// Accepts 1 to 63 lower-case letters, digits and `others`.
fn word(text: String, part: &'static str, others: &str) -> Result<String, AddressError> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || others.contains(c);
    let fits = (1..=63).contains(&text.len()) && text.chars().all(known);
    if fits { Ok(text) } else { Err(AddressError::Part(part)) }
}

/// Accepts a folder in a bucket: segments of plain characters, no slash at either end.
fn prefix(path: &str) -> Result<String, AddressError> {
    let decoded =
        percent_decode_str(path).decode_utf8().map_err(|_| AddressError::Part("folder"))?;
    let path = decoded.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._ ".contains(c);
    let fits = |segment: &str| {
        !segment.is_empty() && segment.chars().all(plain) && !segment.starts_with('.')
    };
    if path.len() <= 200 && (path.is_empty() || path.split('/').all(fits)) {
        Ok(path.to_owned())
    } else {
        Err(AddressError::Part("folder"))
    }
}

fn reach_of(url: &Url) -> Option<Reach> {
    // In URLs of schemes that browsers do not know, an address is a name of digits.
    let is_loopback = match url.host()? {
        Host::Domain("") => return None,
        Host::Domain(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address == Ipv6Addr::LOCALHOST,
    };
    Some(if is_loopback { Reach::Loopback } else { Reach::Network })
}

/// The parameters after the `?`, each of which must be known and come once.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    fn of(url: &Url) -> Result<Self, AddressError> {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        for (place, (name, _)) in pairs.iter().enumerate() {
            if pairs[..place].iter().any(|(earlier, _)| earlier == name) {
                return Err(Self::refused(name));
            }
        }
        Ok(Self(pairs))
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(place).1)
    }

    fn endpoint(&mut self) -> Result<Option<Endpoint>, AddressError> {
        let Some(text) = self.take("endpoint") else { return Ok(None) };
        let url = Url::parse(&text).map_err(|_| AddressError::Endpoint)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::Endpoint);
        }
        Endpoint::new(url).map(Some)
    }

    fn end(self) -> Result<(), AddressError> {
        self.0.first().map_or(Ok(()), |(name, _)| Err(Self::refused(name)))
    }

    /// Names the parameter, and never its value.
    fn refused(name: &str) -> AddressError {
        AddressError::Parameter(
            name.chars().filter(|c| c.is_ascii_alphanumeric()).take(20).collect(),
        )
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
