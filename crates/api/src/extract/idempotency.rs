//! `Idempotency-Key`: a request that is sent again has no second effect.

use super::{Caller, Valid};
use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use api_types::ProblemCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::future::{Ready, ready};
use store::IdempotencyRequest;
use utoipa::IntoParams;

const HEADER: &str = "Idempotency-Key";
const MAX_LENGTH: usize = 255;

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct IdempotencyHeader {
    /// A text of the caller's making. The same key with the same request answers what the first one answered, for
    /// 24 hours; with another request it is refused.
    #[param(rename = "Idempotency-Key", required = false, min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    key: Option<String>,
}

/// The caller's key, if there is one, with what it was sent to.
pub(crate) struct Idempotency {
    key: Option<String>,
    target: String,
}

impl Idempotency {
    /// The key of a request with a body.
    pub(crate) fn of<T>(self, caller: &Caller, body: &Valid<T>) -> Option<IdempotencyRequest> {
        self.with(caller, body.digest())
    }

    /// The key of a request without one.
    pub(crate) fn of_empty(self, caller: &Caller) -> Option<IdempotencyRequest> {
        self.with(caller, &[])
    }

    /// The key of a request whose body has this digest.
    pub(crate) fn of_digest(self, caller: &Caller, digest: &[u8]) -> Option<IdempotencyRequest> {
        self.with(caller, digest)
    }

    fn with(self, caller: &Caller, body_digest: &[u8]) -> Option<IdempotencyRequest> {
        let digest = Sha256::new().chain_update(self.target).chain_update([0]).chain_update(body_digest).finalize();
        Some(IdempotencyRequest {
            caller: caller.user().id,
            key: self.key?,
            request_hash: URL_SAFE_NO_PAD.encode(digest),
        })
    }
}

impl FromRequest for Idempotency {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let target = format!("{} {}", request.method(), request.path());
        let Some(value) = request.headers().get(HEADER) else { return ready(Ok(Self { key: None, target })) };
        let key = value.to_str().ok().filter(|key| is_key(key)).map(str::to_owned);
        ready(if key.is_some() {
            Ok(Self { key, target })
        } else {
            let detail = "`Idempotency-Key` has 1 to 255 printable ASCII characters without spaces.";
            Err(Error::with_detail(ProblemCode::MalformedRequest, detail))
        })
    }
}

fn is_key(key: &str) -> bool {
    (1..=MAX_LENGTH).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}
