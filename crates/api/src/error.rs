//! The one error of the API: every failure becomes one of these, and each is answered as a problem document.
//!
//! Handlers never choose a status or a sentence for a failure; they return the error of what they called.

use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use api_types::{FieldError, Problem, ProblemCode};
use domain::{Code, Violations};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;
use store::Conflict;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a request failed.
#[derive(Debug)]
pub struct Error {
    code: ProblemCode,
    detail: String,
    errors: Vec<FieldError>,
    headers: Vec<(HeaderName, HeaderValue)>,
    source: Option<Source>,
}

impl Error {
    /// A problem of a kind, told in the words of its kind.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self { code, detail: default_detail(code).to_owned(), errors: Vec::new(), headers: Vec::new(), source: None }
    }

    /// The same, told in other words.
    #[must_use]
    pub fn with_detail(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(code) }
    }

    /// Fields that are wrong, each with its place.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ProblemCode::InvalidInput) }
    }

    /// One field that is wrong.
    #[must_use]
    pub fn invalid_field(pointer: &str, code: Code) -> Self {
        let mut violations = Violations::default();
        violations.add(pointer, code);
        violations.into()
    }

    /// A path that has other methods only.
    #[must_use]
    pub fn method_not_allowed(allow: &str) -> Self {
        let error = Self::new(ProblemCode::MethodNotAllowed);
        match HeaderValue::from_str(allow) {
            Ok(allow) => error.with_header(ALLOW, allow),
            Err(_) => error,
        }
    }

    /// Too many attempts; to be tried again after `wait`.
    #[must_use]
    pub fn rate_limited(wait: Duration) -> Self {
        Self::new(ProblemCode::RateLimited).with_header(RETRY_AFTER, whole_seconds(wait))
    }

    /// The program is too busy just now.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(ProblemCode::Unavailable).with_header(RETRY_AFTER, HeaderValue::from_static("5"))
    }

    /// A mistake of the program; the answer says nothing of it, the log all.
    #[must_use]
    pub fn internal(source: impl Into<Source>) -> Self {
        Self { source: Some(source.into()), ..Self::new(ProblemCode::Internal) }
    }

    /// The same, with one more header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The kind of problem.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        self.code
    }

    /// What happened, in a sentence.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The fields that are wrong.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.errors
    }

    fn problem(&self) -> Problem {
        Problem {
            kind: format!("/problems/{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            detail: self.detail.clone(),
            code: self.code.as_str().to_owned(),
            instance: String::new(),
            errors: self.errors.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.as_str())?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The answer without its body: `edge::problems` writes that, as only it knows the request id.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        if self.code.status() == 401 {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self.problem());
        response
    }
}

impl From<ProblemCode> for Error {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::invalid(FieldError::list(violations))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => ProblemCode::NotFound.into(),
            store::Error::Stale => ProblemCode::Stale.into(),
            store::Error::Conflict(conflict) => conflict.into(),
            store::Error::Invalid(violations) => violations.into(),
            store::Error::InvalidCursor => Self::invalid_field("?cursor", Code::UnknownValue),
            store::Error::TokenUnusable => ProblemCode::LinkUnusable.into(),
            store::Error::IdempotencyMismatch => ProblemCode::IdempotencyMismatch.into(),
            unavailable @ store::Error::Unavailable(_) => Self { source: Some(unavailable.into()), ..Self::busy() },
            mistake @ (store::Error::Db(_) | store::Error::Inconsistent(_)) => Self::internal(mistake),
        }
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        let at = |code: ProblemCode, pointer: &str| Self {
            errors: vec![FieldError {
                pointer: pointer.to_owned(),
                code: code.as_str().to_owned(),
                detail: default_detail(code).to_owned(),
                params: BTreeMap::new(),
            }],
            ..Self::new(code)
        };
        match conflict {
            Conflict::EanTaken => at(ProblemCode::EanTaken, "/ean"),
            Conflict::EmailTaken => at(ProblemCode::EmailTaken, "/email"),
            Conflict::UserExists => at(ProblemCode::UserExists, "/email"),
            Conflict::AlreadyAccepted => ProblemCode::AlreadyAccepted.into(),
            Conflict::LastManager => ProblemCode::LastManager.into(),
            Conflict::CommunityNotEmpty => ProblemCode::CommunityNotEmpty.into(),
            Conflict::MemberHoldsMeters(eans) => holds_meters(&eans),
            Conflict::MeterHasHistory => ProblemCode::MeterHasHistory.into(),
            Conflict::InUse => ProblemCode::InUse.into(),
        }
    }
}

/// Says which meters stand in the way, in the sentence and as a value for programs.
fn holds_meters(eans: &[String]) -> Error {
    let code = ProblemCode::MemberHoldsMeters;
    let detail = format!("The member still holds {}.", eans.join(", "));
    Error {
        errors: vec![FieldError {
            pointer: String::new(),
            code: code.as_str().to_owned(),
            detail: detail.clone(),
            params: BTreeMap::from([("eans".to_owned(), eans.into())]),
        }],
        ..Error::with_detail(code, detail)
    }
}

/// `Retry-After` in whole seconds, at least one.
fn whole_seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_millis().div_ceil(1000).clamp(1, 86_400) as u64)
}

const fn default_detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedJson => "The body could not be read as JSON.",
        ProblemCode::MalformedRequest => "The request could not be read.",
        ProblemCode::Unauthenticated => "The request needs a valid access token in `Authorization: Bearer …`.",
        ProblemCode::InvalidCredentials => "There is no login with this e-mail and password.",
        ProblemCode::Forbidden => "Your roles do not allow this here.",
        ProblemCode::ForeignOrigin => "The session cookie is accepted from this site's own pages only.",
        ProblemCode::NotFound => "There is nothing here, or it is not yours to see.",
        ProblemCode::MethodNotAllowed => "The `Allow` header names the methods of this path.",
        ProblemCode::EanTaken => "Another meter of this community has this EAN.",
        ProblemCode::EmailTaken => "There is a login with this e-mail.",
        ProblemCode::UserExists => "This person is a user of the organisation, or is invited to it.",
        ProblemCode::AlreadyAccepted => "The invitation was accepted; there is nothing to send again.",
        ProblemCode::LastManager => "This would leave the organisation without an active manager.",
        ProblemCode::CommunityNotEmpty => "Delete the members and meters of the community first.",
        ProblemCode::MemberHoldsMeters => "Give the member's meters another owner first.",
        ProblemCode::MeterHasHistory => "A meter with more than one configuration is kept.",
        ProblemCode::InUse => "Something else still refers to it.",
        ProblemCode::Stale => "It was changed since you read it. Read it again, then repeat the change.",
        ProblemCode::TooLarge => "The body is larger than this path accepts.",
        ProblemCode::UnsupportedMediaType => "Send the body as `Content-Type: application/json`.",
        ProblemCode::InvalidInput => "Each entry of `errors` names a place and what is wrong there.",
        ProblemCode::LinkUnusable => "The link is unknown, was used or replaced, or has expired. Ask for a new one.",
        ProblemCode::IdempotencyMismatch => "This `Idempotency-Key` was used for another request within 24 hours.",
        ProblemCode::PreconditionRequired => "Send the `ETag` you read as `If-Match`.",
        ProblemCode::RateLimited => "Too many attempts. `Retry-After` says how many seconds to wait.",
        ProblemCode::Internal => "A mistake of ours. Tell us the `instance` of this answer.",
        ProblemCode::Unavailable => "The service is busy or its database is away. Try again in a moment.",
    }
}
