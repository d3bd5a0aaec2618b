//! Sending one request and reading its answer. Nothing here is generic over resources, so that the
//! browser carries it once.

use crate::{Client, Created, Error, Result, Stream, Versioned};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request as it goes out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The method, such as `GET`.
    pub method: String,
    /// The path with its query, such as `/api/v1/me`.
    pub path: String,
    /// Headers in addition to `Authorization`, which comes from the client's token unless it stands here.
    pub headers: Vec<(String, String)>,
    /// The body, sent as it is.
    pub body: Option<Vec<u8>>,
}

/// An answer as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers with lower-case names, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: &str, path: impl Into<String>) -> Self {
        Self { method: method.to_owned(), path: path.into(), headers: Vec::new(), body: None }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a JSON body, which may be malformed.
    #[must_use]
    pub fn json_text(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("content-type", "application/json")
    }

    pub(crate) fn get(path: String) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: String) -> Self {
        Self::new("POST", path)
    }

    pub(crate) fn put(path: String, etag: &str) -> Self {
        Self::new("PUT", path).header("if-match", etag)
    }

    pub(crate) fn delete(path: String, etag: &str) -> Self {
        Self::new("DELETE", path).header("if-match", etag)
    }

    pub(crate) fn json(self, body: &impl Serialize) -> Result<Self> {
        let text = serde_json::to_vec(body).map_err(|error| Error::Transport(error.to_string()))?;
        Ok(self.json_text(text))
    }

    /// With the version that is meant, where one is.
    pub(crate) fn if_match(self, etag: Option<&str>) -> Self {
        match etag {
            Some(etag) => self.header("if-match", etag),
            None => self,
        }
    }

    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    pub(crate) fn idempotency_key(self, key: Option<&str>) -> Self {
        match key {
            Some(key) => self.header("idempotency-key", key),
            None => self,
        }
    }
}

impl Response {
    /// The first header of a name, given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| self.not_understood(error.to_string()))
    }

    pub(crate) fn versioned<T: DeserializeOwned>(&self) -> Result<Versioned<T>> {
        Ok(Versioned { value: self.json()?, etag: self.expect_header("etag")? })
    }

    pub(crate) fn created<T: DeserializeOwned>(&self) -> Result<Created<T>> {
        let (etag, location) = (self.expect_header("etag")?, self.expect_header("location")?);
        Ok(Created { value: self.json()?, etag, location })
    }

    pub(crate) fn expect_header(&self, name: &str) -> Result<String> {
        self.header(name).map(str::to_owned).ok_or_else(|| self.not_understood(format!("no {name}")))
    }

    fn not_understood(&self, reason: String) -> Error {
        Error::Decode { status: self.status, reason }
    }
}

impl Client {
    /// Sends a request as it is, whatever it holds, and returns whatever comes back.
    ///
    /// # Errors
    /// `Timeout` or `Transport`.
    pub async fn send_raw(&self, request: Request) -> Result<Response> {
        let (url, request) = self.addressed(request);
        let response = self.network.exchange(&url, request, self.timeout).await?;
        #[cfg(not(target_arch = "wasm32"))]
        self.caller.refresh.remember(&response);
        Ok(response)
    }

    /// Sends a request and returns the head of the answer and its body as it comes.
    pub(crate) async fn open(&self, request: Request) -> Result<(Response, Stream)> {
        let (url, request) = self.addressed(request);
        self.network.open(&url, request, self.timeout).await
    }

    /// A request with its address and what tells who sends it.
    fn addressed(&self, mut request: Request) -> (String, Request) {
        let url = format!("{}{}", self.base_url, request.path);
        if let Some(token) = self.token().filter(|_| !request.has_header("authorization")) {
            request = request.header("authorization", &format!("Bearer {token}"));
        }
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(cookie) = self.caller.refresh.for_request(&request) {
            request = request.header("cookie", &cookie);
        }
        (url, request)
    }

    /// Sends a request and turns every answer other than 2xx into an error.
    pub(crate) async fn send(&self, request: Request) -> Result<Response> {
        let response = self.send_raw(request).await?;
        if (200..300).contains(&response.status) { Ok(response) } else { Err(Error::from_response(&response)) }
    }
}
