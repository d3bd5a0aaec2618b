//! A body that is a small file of keys, prices or forecasts: a table or JSON, whichever it says it is.

use super::valid::{self, Limits};
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use api_types::ProblemCode;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// Eighty of the largest keys as JSON, or a table of twenty thousand rows.
const LIMITS: Limits = Limits { bytes: 4_000_000, patience: Duration::from_secs(60) };
/// What a body may call itself.
const MEDIA: [&str; 3] =
    ["application/json", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

/// A file.
pub(crate) struct File {
    pub(crate) bytes: Bytes,
    /// Whether it says that it is JSON.
    pub(crate) is_json: bool,
}

impl FromRequest for File {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let media = request.content_type().to_ascii_lowercase();
            if !MEDIA.contains(&media.as_str()) {
                let detail = format!("Send the file as one of {}.", MEDIA.join(", "));
                return Err(Error::with_detail(ProblemCode::UnsupportedMediaType, detail));
            }
            let bytes = valid::bytes(&request, payload, LIMITS).await?;
            Ok(Self { bytes, is_json: media == MEDIA[0] })
        })
    }
}
