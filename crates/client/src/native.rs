//! The network outside a browser.

use crate::{Error, Request, Response, Result};
use std::time::Duration;

/// Connections that are kept for the next request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network(reqwest::Client);

impl Network {
    pub(crate) async fn exchange(&self, url: &str, request: Request, timeout: Duration) -> Result<Response> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| Error::Transport(error.to_string()))?;
        let mut builder = self.0.request(method, url).timeout(timeout);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        read(builder).await.map_err(|error| transport_error(&error))
    }
}

async fn read(builder: reqwest::RequestBuilder) -> reqwest::Result<Response> {
    let response = builder.send().await?;
    let status = response.status().as_u16();
    let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Ok(Response { status, headers, body: response.bytes().await?.to_vec() })
}

fn transport_error(error: &reqwest::Error) -> Error {
    if error.is_timeout() { Error::Timeout } else { Error::Transport(error.to_string()) }
}
