//! A body that keeps the promises of the document: JSON of the right shape, then the domain's rules.

use super::shape::{self, Shape};
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::{FieldError, ProblemCode};
use domain::Violations;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::timeout;
use utoipa::ToSchema;

/// Those of a body that somebody typed.
const LIMITS: Limits = Limits { bytes: 1_000_000, patience: Duration::from_secs(30) };

/// How large a body may be, and how long it may take to come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) bytes: usize,
    pub(super) patience: Duration,
}

/// A body of type `T` whose shape is right; its rules are checked when it is opened.
pub(crate) struct Valid<T> {
    input: T,
    /// Limits of the schema that the input breaks without ceasing to be a `T`.
    broken_limits: Vec<FieldError>,
    digest: [u8; 32],
}

impl<T> Valid<T> {
    /// Opens the body by turning it into a command of the domain.
    ///
    /// # Errors
    /// Everything that is wrong: what the domain finds, and limits of the schema it says nothing about.
    pub(crate) fn check<C>(self, to_domain: impl FnOnce(&T) -> Result<C, Violations>) -> Result<C, Error> {
        let (command, mut errors) = match to_domain(&self.input) {
            Ok(command) => (Some(command), Vec::new()),
            Err(violations) => (None, FieldError::list(violations)),
        };
        let known: Vec<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        errors.extend(self.broken_limits.into_iter().filter(|error| !known.contains(&error.pointer)));
        match command {
            Some(command) if errors.is_empty() => Ok(command),
            _ => Err(Error::invalid(errors)),
        }
    }

    /// What was sent, while its rules are not checked: for what the check itself depends on.
    pub(crate) const fn peek(&self) -> &T {
        &self.input
    }

    /// Opens a body that the domain has no rules for.
    ///
    /// # Errors
    /// The limits of the schema that it breaks.
    pub(crate) fn into_inner(self) -> Result<T, Error> {
        if self.broken_limits.is_empty() { Ok(self.input) } else { Err(Error::invalid(self.broken_limits)) }
    }

    /// A digest of the body as it came.
    pub(crate) const fn digest(&self) -> &[u8] {
        &self.digest
    }
}

impl<T: ToSchema + DeserializeOwned + 'static> FromRequest for Valid<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = json_text(&request, payload, LIMITS).await?;
            let digest = Sha256::digest(&bytes).into();
            let (input, broken_limits) = Shape::of::<T>()?.read(parse(&bytes)?, shape::Place::Body)?;
            Ok(Self { input, broken_limits, digest })
        })
    }
}

/// The text of a body that says it is JSON.
pub(super) async fn json_text(request: &HttpRequest, payload: Payload, limits: Limits) -> Result<Bytes, Error> {
    if !request.content_type().eq_ignore_ascii_case("application/json") {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    bytes(request, payload, limits).await
}

/// A body, whatever it is.
pub(super) async fn bytes(request: &HttpRequest, payload: Payload, limits: Limits) -> Result<Bytes, Error> {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limits.bytes) {
        return Err(too_large(limits.bytes));
    }
    let all = timeout(limits.patience, collect(payload, limits.bytes)).await;
    all.map_err(|_| Error::with_detail(ProblemCode::MalformedRequest, "The body did not come in time."))?
}

/// The JSON that a text is.
pub(super) fn parse(text: &[u8]) -> Result<Value, Error> {
    serde_json::from_slice(text).map_err(|error| Error::with_detail(ProblemCode::MalformedJson, malformed(&error)))
}

async fn collect(mut payload: Payload, limit: usize) -> Result<Bytes, Error> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Error::with_detail(ProblemCode::MalformedRequest, error.to_string()))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn too_large(limit: usize) -> Error {
    Error::with_detail(ProblemCode::TooLarge, format!("The body may have {limit} bytes."))
}

/// Where the text stops being JSON, without quoting it.
fn malformed(error: &serde_json::Error) -> String {
    format!("The body is not JSON at line {}, column {}.", error.line(), error.column())
}
