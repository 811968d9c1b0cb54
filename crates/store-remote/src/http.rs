//! The way to servers that speak HTTP: one client with our TLS and time limits, bounded answers,
//! and a server's refusal turned into our words before anything else sees it.

mod refusal;

use async_trait::async_trait;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::{HeaderValue, Method, StatusCode};
use http_body_util::{BodyExt, Limited};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use store::StoreError;

use crate::address::Reach;
use crate::{Patience, tls};
pub(crate) use refusal::{Refused, trouble};

/// The longest answer that is read: a listing of a directory on WebDAV comes in one piece.
const MOST: usize = 64 << 20;
/// The longest explanation of a refusal that is looked at.
const MOST_WORDS: usize = 64 << 10;

/// Makes clients for `object_store`, and is one.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    client: reqwest::Client,
    authorization: Option<HeaderValue>,
}

impl Connector {
    /// Returns a connector; `authorization`, marked as sensitive, goes with every request.
    pub(crate) fn new(
        reach: Reach,
        authorization: Option<HeaderValue>,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        let mut client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config()?)
            // A redirect could lead credentials elsewhere; the right address belongs in the settings.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(patience.connect)
            .timeout(patience.answer)
            .pool_idle_timeout(patience.connect)
            .user_agent(concat!("sixboard/", env!("CARGO_PKG_VERSION")));
        if reach == Reach::Loopback {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| StoreError::Bug(error.to_string().into()))?;
        Ok(Self { client, authorization })
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Connector {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        let method = request.method().clone();
        let mut response = bounded(self.client.call(request).await?, MOST)?;
        let status = response.status();
        if status == StatusCode::METHOD_NOT_ALLOWED && method.as_str() == "MKCOL" {
            // RFC 4918 section 9.3.1: it exists; another device was faster.
            *response.status_mut() = StatusCode::CREATED;
            return Ok(response);
        }
        if is_answer(status) {
            return Ok(response);
        }
        if status == StatusCode::NOT_FOUND || status == StatusCode::METHOD_NOT_ALLOWED {
            return absent(response, &method).await;
        }
        Err(refuse(response).await)
    }
}

/// Says whether `object_store` is to see the status: it tells success, "not modified", and that a
/// WebDAV collection must be made first.
fn is_answer(status: StatusCode) -> bool {
    status.is_success() || [StatusCode::NOT_MODIFIED, StatusCode::CONFLICT].contains(&status)
}

/// Tells an absent object, which is an answer, from an absent bucket and from a server that does
/// not know the method, which are refusals.
async fn absent(response: HttpResponse, method: &Method) -> Result<HttpResponse, HttpError> {
    let (parts, body) = response.into_parts();
    let words = words(body).await;
    let refused = Refused::new(parts.status, &words);
    let reads = method == Method::GET || method == Method::HEAD;
    if refused.is_of_the_store() || (parts.status == StatusCode::METHOD_NOT_ALLOWED && !reads) {
        return Err(refused.into_error());
    }
    Ok(HttpResponse::from_parts(parts, words.into()))
}

async fn refuse(response: HttpResponse) -> HttpError {
    let (parts, body) = response.into_parts();
    Refused::new(parts.status, &words(body).await).into_error()
}

/// Reads the beginning of an explanation; one that cannot be read is none.
async fn words(body: HttpResponseBody) -> String {
    let read = Limited::new(body, MOST_WORDS).collect().await;
    read.map(|read| String::from_utf8_lossy(&read.to_bytes()).into_owned()).unwrap_or_default()
}

/// Refuses an answer that is too long, before reading it where its length is told.
fn bounded(response: HttpResponse, most: usize) -> Result<HttpResponse, HttpError> {
    let told =
        response.headers().get(CONTENT_LENGTH).and_then(|told| told.to_str().ok()?.parse().ok());
    if told.is_some_and(|told: usize| told > most) && response.status().is_success() {
        return Ok(response); // its reader compares the length with what it expects
    }
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, most)
        .map_err(|error| HttpError::new(HttpErrorKind::Decode, std::io::Error::other(error)));
    Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
}
