//! WebDAV: the same verbs, a listing directory by directory, because servers refuse to list a whole
//! tree, and a look whether the collection is there at all, because an absent collection answers
//! like an empty one.
//!
//! The listing is read here and not by `object_store`, which gives a whole directory up for one
//! file name that it does not like, such as those that office programs leave beside open files.

mod listing;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use data_encoding::BASE64;
use futures_util::stream::{FuturesUnordered, TryStreamExt};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, StatusCode};
use object_store::client::{HttpError, HttpRequestBody, HttpService};
use object_store::http::HttpBuilder;
use object_store::path::Path;
use store::{Dir, Name, Store, StoreError, Watch, check_write};
use url::Url;
use zeroize::Zeroizing;

use super::{After, Objects, builders, check_count, watch};
use crate::address::Endpoint;
use crate::http::{Connector, trouble};
use crate::{Credentials, Needed, OpenError, Patience};
use listing::{Entry, Sort};

/// How many directories are listed at the same time.
const AT_ONCE: usize = 8;
/// How often a verb is tried again that met another device's.
const TRIES: usize = 4;

/// A WebDAV collection that exists already.
#[derive(Clone)]
pub(crate) struct WebDav {
    objects: Objects,
    connector: Connector,
    base: Url,
}

impl WebDav {
    /// Opens the collection; makes no connection.
    pub(crate) fn new(
        endpoint: &Endpoint,
        credentials: &Credentials,
        patience: Patience,
    ) -> Result<Self, OpenError> {
        let header = authorization(credentials)?;
        let connector = Connector::new(endpoint.reach(), header, patience)?;
        let server = HttpBuilder::new()
            .with_url(endpoint.url().as_str())
            .with_retry(builders::retries(patience))
            .with_http_connector(connector.clone())
            .build()
            .map_err(trouble)?;
        let objects = Objects {
            server: Arc::new(server),
            prefix: Path::default(),
            place: endpoint.as_str().into(),
            patience,
            after: After::Us,
        };
        Ok(Self { objects, connector, base: endpoint.url().clone() })
    }

    /// Fails when the collection itself is not there.
    async fn check_there(&self) -> Result<(), StoreError> {
        match self.ask(self.base.clone(), "0").await? {
            Some(_) => Ok(()),
            None => Err(self.objects.gone()),
        }
    }

    /// Asks what is at `url` and, at depth 1, below it: RFC 4918 section 9.1. Nothing where
    /// nothing is.
    async fn ask(&self, url: Url, depth: &'static str) -> Result<Option<Vec<Entry>>, StoreError> {
        const WHAT: &str = r#"<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>"#;
        let bug = |error: http::Error| StoreError::Bug(error.to_string().into());
        let request =
            Request::builder().method("PROPFIND").uri(url.as_str()).header("Depth", depth);
        let request = request.header(CONTENT_TYPE, "application/xml");
        let request = request.body(HttpRequestBody::from(WHAT.to_owned())).map_err(bug)?;
        let answer = self.connector.call(request).await.map_err(of_http)?;
        match answer.status() {
            StatusCode::MULTI_STATUS => {
                let body = answer.into_body().bytes().await.map_err(of_http)?;
                listing::read(&body, &url).map(Some)
            }
            StatusCode::NOT_FOUND => Ok(None),
            status => {
                let cause = format!("the server answered {status}, which is not WebDAV");
                Err(StoreError::Gone(cause.into()))
            }
        }
    }

    /// Puts, again when it was denied: Apache says so too when another device was just faster to
    /// make the same folder, of which there are up to four on the way.
    async fn write(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            match self.objects.write(name, bytes.clone()).await {
                Err(StoreError::Denied(_)) => {}
                done => return done,
            }
        }
        self.objects.write(name, bytes).await
    }

    /// Gets, again when the object was overwritten meanwhile: Apache writes in place.
    async fn read(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        for _ in 0..TRIES {
            match self.objects.read(name).await {
                Err(StoreError::Damaged(_)) => {}
                done => return done,
            }
        }
        self.objects.read(name).await
    }

    async fn names(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        let (mut names, mut waiting) = (Vec::new(), vec![dir.clone()]);
        let mut asked = FuturesUnordered::new();
        loop {
            while asked.len() < AT_ONCE
                && let Some(dir) = waiting.pop()
            {
                asked.push(self.entries(dir));
            }
            let Some((found, below)) = asked.try_next().await? else { break };
            names.extend(found.into_iter().filter(|name| Some(name) > after));
            waiting.extend(
                below.into_iter().filter(|dir| after.is_none_or(|after| dir.may_hold_after(after))),
            );
            check_count(names.len().max(waiting.len()))?;
        }
        if names.is_empty() {
            self.check_there().await?;
        }
        Ok(names)
    }

    /// Lists one directory: the objects in it and the directories of the layout in it. What a
    /// server names that is not there, or not of the layout, is passed over.
    async fn entries(&self, dir: Dir) -> Result<(Vec<Name>, Vec<Dir>), StoreError> {
        let url = self.base.join(&format!("{dir}/"));
        let url = url.map_err(|error| StoreError::Bug(error.to_string().into()))?;
        let (mut names, mut below) = (Vec::new(), Vec::new());
        for entry in self.ask(url, "1").await?.unwrap_or_default() {
            let Some(text) = self.relative(&entry) else { continue };
            match entry.sort {
                Sort::Object => names.extend(Name::parse(text).ok().filter(|name| dir.holds(name))),
                Sort::Collection => {
                    below.extend(Dir::parse(text).ok().filter(|below| below.is_below(&dir)));
                }
            }
        }
        Ok((names, below))
    }

    /// Returns the part of an entry's path that lies below the collection.
    fn relative<'a>(&self, entry: &'a Entry) -> Option<&'a str> {
        Some(entry.path.strip_prefix(self.base.path())?.trim_end_matches('/'))
    }
}

impl fmt::Debug for WebDav {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebDav").field(&self.base.as_str()).finish()
    }
}

#[async_trait]
impl Store for WebDav {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        check_write(name, &bytes)?;
        self.objects.limited(self.write(name, bytes)).await
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let found = self.objects.limited(self.read(name)).await?;
        if found.is_none() {
            self.objects.limited(self.check_there()).await?;
        }
        Ok(found)
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        self.objects.limited(self.names(dir, after)).await
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.objects.delete(name).await
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        self.objects.limited(self.check_there()).await?;
        Ok(Box::new(watch::HintWatch::begin(self.objects.clone()).await?))
    }
}

fn of_http(error: HttpError) -> StoreError {
    trouble(object_store::Error::Generic { store: "WebDAV", source: Box::new(error) })
}

/// Returns the header that signs every request in: RFC 7617, RFC 6750.
fn authorization(credentials: &Credentials) -> Result<Option<HeaderValue>, OpenError> {
    let text = match credentials {
        Credentials::Password { user, .. } if user.contains(':') => {
            return Err(OpenError::Credentials(Needed::PasswordOrToken)); // would end the user name
        }
        Credentials::Password { user, password } => {
            let pair = Zeroizing::new(format!("{user}:{}", password.expose()));
            Zeroizing::new(format!("Basic {}", BASE64.encode(pair.as_bytes())))
        }
        Credentials::Token(token) => Zeroizing::new(format!("Bearer {}", token.expose())),
        _ => return Err(OpenError::Credentials(Needed::PasswordOrToken)),
    };
    let mut header = HeaderValue::from_str(&text)
        .map_err(|_| OpenError::Credentials(Needed::PasswordOrToken))?;
    header.set_sensitive(true);
    Ok(Some(header))
}
