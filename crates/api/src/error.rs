//! The one error of the API: every failure becomes one of these, and each is answered as a problem document.
//!
//! Handlers never choose a status or a sentence for a failure; they return the error of what they called.

use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use api_types::{FieldError, Problem, ProblemCode};
use domain::{Code, Violations};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;
use store::Conflict;
use uuid::Uuid;

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

    /// The same problem, told in other words.
    #[must_use]
    pub fn told(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
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

    /// A conflict that one place of the request is in.
    fn at(code: ProblemCode, pointer: &str, detail: &str, params: BTreeMap<String, Value>) -> Self {
        let (pointer, detail) = (pointer.to_owned(), detail.to_owned());
        let field = FieldError { pointer, code: code.as_str().to_owned(), detail: detail.clone(), params };
        Self { errors: vec![field], ..Self::with_detail(code, detail) }
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
        let at = |code: ProblemCode, pointer: &str| Self::at(code, pointer, default_detail(code), BTreeMap::new());
        match conflict {
            Conflict::EanTaken => at(ProblemCode::EanTaken, "/ean"),
            Conflict::EmailTaken => at(ProblemCode::EmailTaken, "/email"),
            Conflict::UserExists => at(ProblemCode::UserExists, "/email"),
            Conflict::AlreadyAccepted => ProblemCode::AlreadyAccepted.into(),
            Conflict::InvitedWithAccount => ProblemCode::InvitedWithAccount.into(),
            Conflict::LastManager => ProblemCode::LastManager.into(),
            Conflict::CommunityNotEmpty => ProblemCode::CommunityNotEmpty.into(),
            Conflict::MemberHoldsMeters(eans) => holds_meters(&eans),
            Conflict::MeterInKeys(keys) => in_keys(&keys),
            Conflict::PeriodExists(id) => period_exists(id),
            Conflict::OnlyPeriod => ProblemCode::OnlyPeriod.into(),
            Conflict::MemberInactive => ProblemCode::MemberInactive.into(),
            Conflict::MeterHasHistory => ProblemCode::MeterHasHistory.into(),
            Conflict::MeterHasReadings => ProblemCode::MeterHasReadings.into(),
            Conflict::ReadingsOvertaken(imports) => overtaken(&imports),
            Conflict::InUse => ProblemCode::InUse.into(),
            Conflict::ImportClosed => ProblemCode::ImportClosed.into(),
            Conflict::TooManyCalculations => ProblemCode::TooManyCalculations.into(),
            Conflict::CustomerExists => at(ProblemCode::CustomerExists, "/contact/email"),
            Conflict::ReferenceTaken => at(ProblemCode::ReferenceTaken, "/reference"),
            Conflict::CustomerDeleted => ProblemCode::CustomerDeleted.into(),
            Conflict::CustomerWithoutAccess => ProblemCode::CustomerWithoutAccess.into(),
            Conflict::LooksAfterCustomers => ProblemCode::LooksAfterCustomers.into(),
            Conflict::MarketNotActivated => at(ProblemCode::MarketNotActivated, "/market_id"),
            Conflict::ClientForecastNotShared => at(ProblemCode::ClientForecastNotShared, "/market_id"),
            Conflict::ServiceExists => at(ProblemCode::ServiceExists, "/market_id"),
            Conflict::ServiceNotStarted => at(ProblemCode::ServiceNotStarted, "/market_id"),
            Conflict::ServiceExpired => at(ProblemCode::ServiceExpired, "/market_id"),
            Conflict::OptimisationQuotaReached => at(ProblemCode::OptimisationQuotaReached, "/market_id"),
            Conflict::OptimisationFixed => at(ProblemCode::OptimisationFixed, "/delivery_from"),
            Conflict::FixingCancelled => ProblemCode::FixingCancelled.into(),
        }
    }
}

/// Says which meters stand in the way, in the sentence and as a value for programs.
fn holds_meters(eans: &[String]) -> Error {
    let detail = format!("The member still holds {}.", eans.join(", "));
    Error::at(ProblemCode::MemberHoldsMeters, "", &detail, BTreeMap::from([("eans".to_owned(), eans.into())]))
}

/// Says which period to replace instead.
fn period_exists(id: Uuid) -> Error {
    let code = ProblemCode::PeriodExists;
    let params = BTreeMap::from([("configuration_id".to_owned(), id.to_string().into())]);
    Error::at(code, "/valid_from", default_detail(code), params)
}

/// Says which keys name a meter.
fn in_keys(keys: &[String]) -> Error {
    let detail = format!("Allocation keys name this meter: {}.", keys.join(", "));
    Error::at(ProblemCode::InUse, "", &detail, BTreeMap::from([("keys".to_owned(), keys.into())]))
}

/// Says which imports have to be undone first.
fn overtaken(imports: &[(Uuid, String)]) -> Error {
    let names: Vec<&str> = imports.iter().map(|(_, name)| name.as_str()).collect();
    let detail = format!("Later imports changed the same quarter-hours: {}. Undo these first.", names.join(", "));
    let import = |(id, name): &(Uuid, String)| serde_json::json!({ "import_id": id, "file_name": name });
    let params = BTreeMap::from([("imports".to_owned(), imports.iter().map(import).collect())]);
    Error::at(ProblemCode::ReadingsOvertaken, "", &detail, params)
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
        ProblemCode::PeriodExists => "Another period of this meter begins on this day. Replace that one instead.",
        ProblemCode::OnlyPeriod => "A meter has at least one period. Deactivate it with another one instead.",
        ProblemCode::MemberInactive => {
            "An inactive member would own the meter on days to come. Name another owner first."
        }
        ProblemCode::EmailTaken => "There is a login with this e-mail.",
        ProblemCode::UserExists => "This person is a user of the organisation, or is invited to it.",
        ProblemCode::AlreadyAccepted => "The invitation was accepted; there is nothing to send again.",
        ProblemCode::InvitedWithAccount => "This person is a customer. Send the invitation of their account again.",
        ProblemCode::LastManager => "This would leave the organisation without an active manager.",
        ProblemCode::CommunityNotEmpty => "Delete the members, meters and keys of the community first.",
        ProblemCode::MemberHoldsMeters => "Give the member's meters another owner first.",
        ProblemCode::MeterHasHistory => "A meter with more than one configuration is kept.",
        ProblemCode::MeterHasReadings => "A meter with readings is kept. Undo their imports first.",
        ProblemCode::InUse => "Something else still refers to it.",
        ProblemCode::ImportClosed => "It was applied or has failed. Send the file again.",
        ProblemCode::ImportRunning => "It is being applied just now.",
        ProblemCode::TooManyCalculations => {
            "Wait until one of the organisation's calculations has ended, or cancel one."
        }
        ProblemCode::QuestionsOpen => "Answer what `questions` asks first.",
        ProblemCode::ReadingsOvertaken => "Later imports changed the same quarter-hours. Undo these first.",
        ProblemCode::NothingToImport => "Every row is wrong or says what is stored already.",
        ProblemCode::CustomerExists => "Another customer account of this organisation has this e-mail.",
        ProblemCode::ReferenceTaken => "Another customer account of this organisation has this reference.",
        ProblemCode::CustomerDeleted => "The account is deleted. Restore it before you change it.",
        ProblemCode::CustomerWithoutAccess => "The customer may not log in. Give them access, or unfreeze the account.",
        ProblemCode::LooksAfterCustomers => "Give their customer accounts to somebody else first.",
        ProblemCode::MarketNotActivated => "The account has no service on this market.",
        ProblemCode::ServiceNotStarted => "The service of the account on this market begins later.",
        ProblemCode::ServiceExpired => "The service of the account on this market is over.",
        ProblemCode::ClientForecastNotShared => "The service of the account does not include forecasts of one's own.",
        ProblemCode::OptimisationQuotaReached => {
            "The account has as many optimisations on this market as its service allows."
        }
        ProblemCode::OptimisationFixed => "Delivery and minimum period stay as they are once something is fixed.",
        ProblemCode::FixingCancelled => "A fixing is cancelled once.",
        ProblemCode::ServiceExists => "The account has a service on this market. Change that one instead.",
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
