//! The network outside a browser.

use crate::{Error, Request, Response, Result};
use std::time::Duration;

/// Connections that are kept for the next request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network(reqwest::Client);

impl Network {
    pub(crate) async fn exchange(&self, url: &str, request: Request, timeout: Duration) -> Result<Response> {
        let (head, Stream(rest)) = self.open(url, request, timeout).await?;
        let body = rest.bytes().await.map_err(|error| transport_error(&error))?;
        Ok(Response { body: body.to_vec(), ..head })
    }

    /// The head of an answer, without its body, and the body as it comes.
    pub(crate) async fn open(&self, url: &str, request: Request, timeout: Duration) -> Result<(Response, Stream)> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| Error::Transport(error.to_string()))?;
        let mut builder = self.0.request(method, url).timeout(timeout);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        let response = builder.send().await.map_err(|error| transport_error(&error))?;
        Ok((head(&response), Stream(response)))
    }
}

/// A body as it comes.
#[derive(Debug)]
pub(crate) struct Stream(reqwest::Response);

impl Stream {
    /// The next piece; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let piece = self.0.chunk().await.map_err(|error| transport_error(&error))?;
        Ok(piece.map(|bytes| bytes.to_vec()))
    }
}

fn head(response: &reqwest::Response) -> Response {
    let status = response.status().as_u16();
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Response { status, headers, body: Vec::new() }
}

fn transport_error(error: &reqwest::Error) -> Error {
    if error.is_timeout() { Error::Timeout } else { Error::Transport(error.to_string()) }
}
