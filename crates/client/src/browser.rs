//! The network in a browser: `fetch` as it is.
//!
//! A portable HTTP library would bring its own parser of addresses with the tables of international names, a
//! quarter of the application's first load, for what the browser does by itself.

use crate::{Error, Request, Response, Result};
use js_sys::{Array, Reflect, Uint8Array};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, DomException, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit};

/// The browser keeps connections and the refresh cookie for itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Network;

impl Network {
    pub(crate) async fn exchange(&self, url: &str, request: Request, timeout: Duration) -> Result<Response> {
        exchange(url, &request, timeout).await.map_err(|error| transport_error(&error))
    }

    /// The head of an answer, without its body, and the body as it comes.
    pub(crate) async fn open(&self, url: &str, request: Request, timeout: Duration) -> Result<(Response, Stream)> {
        open(url, &request, timeout).await.map_err(|error| transport_error(&error))
    }
}

/// A body as it comes. Dropped before its end, the connection goes with it.
#[derive(Debug)]
pub(crate) struct Stream(ReadableStreamDefaultReader);

impl Stream {
    /// The next piece; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let piece = JsFuture::from(self.0.read()).await.map_err(|error| transport_error(&error))?;
        let value = Reflect::get(&piece, &JsValue::from_str("value")).map_err(|error| transport_error(&error))?;
        Ok(value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // There is nobody left to tell if it could not be.
        let _ = self.0.cancel();
    }
}

async fn exchange(url: &str, request: &Request, timeout: Duration) -> std::result::Result<Response, JsValue> {
    let response = fetch(url, request, timeout).await?;
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Response { body: Uint8Array::new(&body).to_vec(), ..head(&response)? })
}

async fn open(url: &str, request: &Request, timeout: Duration) -> std::result::Result<(Response, Stream), JsValue> {
    let response = fetch(url, request, timeout).await?;
    let body = response.body().ok_or_else(|| JsValue::from_str("no body"))?;
    Ok((head(&response)?, Stream(ReadableStreamDefaultReader::new(&body)?)))
}

async fn fetch(url: &str, request: &Request, timeout: Duration) -> std::result::Result<web_sys::Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.append(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX))));
    if let Some(body) = &request.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    let window = web_sys::window().ok_or_else(|| JsValue::from_str("no window"))?;
    JsFuture::from(window.fetch_with_str_and_init(url, &init)).await?.dyn_into()
}

fn head(response: &web_sys::Response) -> std::result::Result<Response, JsValue> {
    let headers = read_headers(&response.headers())?;
    Ok(Response { status: response.status(), headers, body: Vec::new() })
}

/// Names come in lower case.
fn read_headers(headers: &Headers) -> std::result::Result<Vec<(String, String)>, JsValue> {
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    headers
        .entries()
        .into_iter()
        .map(|entry| entry.map(|pair| Array::from(&pair)).map(|pair| (text(pair.get(0)), text(pair.get(1)))))
        .collect()
}

fn transport_error(error: &JsValue) -> Error {
    if error.dyn_ref::<DomException>().is_some_and(|exception| exception.name() == "TimeoutError") {
        return Error::Timeout;
    }
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    Error::Transport(message.unwrap_or_else(|| "fetch failed".to_owned()))
}
