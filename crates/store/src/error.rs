//! What can go wrong in the store, named so that a caller can answer each case differently.

use domain::Violations;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use std::str::FromStr;
use uuid::Uuid;

/// The result of every call of the store.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a call of the store gave no value.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing of that id in that scope; another tenant's looks the same.
    #[error("not found")]
    NotFound,
    /// It was changed since the version the caller names.
    #[error("changed in the meantime")]
    Stale,
    /// It would break a rule between records.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// Fields that refer to something which is not there.
    #[error("invalid: {0:?}")]
    Invalid(Violations),
    /// A cursor that no page of this list in this order has given.
    #[error("not a cursor of this list")]
    InvalidCursor,
    /// A link's token that does not exist, was used, was replaced, or has expired.
    #[error("the token cannot be used")]
    TokenUnusable,
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    IdempotencyMismatch,
    /// The database cannot be reached, or is too busy, just now.
    #[error("the database is unavailable: {0}")]
    Unavailable(#[source] DbErr),
    /// The database refused; a mistake in this program or in its data.
    #[error("database: {0}")]
    Db(#[source] DbErr),
    /// A stored value that this program does not understand, or a broken promise between its parts.
    #[error("inconsistent: {0}")]
    Inconsistent(String),
}

/// A rule between records that a change would break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Another meter of the community has this identifier.
    EanTaken,
    /// The login exists already.
    EmailTaken,
    /// The organisation has this user already, or has invited them.
    UserExists,
    /// The invitation was accepted already.
    AlreadyAccepted,
    /// The user is the customer of an account alone, which has an invitation of its own.
    InvitedWithAccount,
    /// The organisation would be left without an active manager.
    LastManager,
    /// The community still has members or meters.
    CommunityNotEmpty,
    /// The member holds live meters: their identifiers, in order.
    MemberHoldsMeters(Vec<String>),
    /// Allocation keys name the meter, at least in an earlier version: their names, in order.
    MeterInKeys(Vec<String>),
    /// This period of the meter begins on the day already.
    PeriodExists(Uuid),
    /// A meter has at least one period.
    OnlyPeriod,
    /// An inactive member would hold the meter in a period that still runs.
    MemberInactive,
    /// A meter with more than one configuration is not deleted.
    MeterHasHistory,
    /// A meter with readings is not deleted.
    MeterHasReadings,
    /// Later imports changed readings of the one to be undone: each with its file, earliest first.
    ReadingsOvertaken(Vec<(Uuid, String)>),
    /// Something still refers to it.
    InUse,
    /// The import was applied, or has failed.
    ImportClosed,
    /// As many calculations of the organisation as may be are under way.
    TooManyCalculations,
    /// Another customer account of the organisation has this address.
    CustomerExists,
    /// Another customer account of the organisation has this reference.
    ReferenceTaken,
    /// The customer account is deleted.
    CustomerDeleted,
    /// The customer may not log in.
    CustomerWithoutAccess,
    /// Somebody still looks after customer accounts.
    LooksAfterCustomers,
    /// The account has no service on the market.
    MarketNotActivated,
    /// The service on the market does not share the client's own forecast.
    ClientForecastNotShared,
    /// The account has a service on the market already.
    ServiceExists,
    /// The service on the market has not begun.
    ServiceNotStarted,
    /// The service on the market is over.
    ServiceExpired,
    /// The service on the market allows no more optimisations.
    OptimisationQuotaReached,
    /// The optimisation has fixings, so its delivery is not cut otherwise.
    OptimisationFixed,
    /// The fixing was cancelled already.
    FixingCancelled,
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_unavailable(&error) { Self::Unavailable(error) } else { Self::Db(error) }
    }
}

fn is_unavailable(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        _ => return false,
    };
    let RuntimeErr::SqlxError(error) = runtime else { return false };
    match error.as_ref() {
        sea_orm::sqlx::Error::Io(_) | sea_orm::sqlx::Error::PoolTimedOut | sea_orm::sqlx::Error::PoolClosed => true,
        sea_orm::sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| is_passing_condition(&code)),
        _ => false,
    }
}

/// SQLite: busy (5) with its extended codes. PostgreSQL: serialisation failure and deadlock (class 40),
/// too many connections (53300), shutting or starting up (57P0x).
fn is_passing_condition(code: &str) -> bool {
    matches!(code, "5" | "261" | "517" | "773" | "40001" | "40P01" | "53300" | "57P01" | "57P02" | "57P03")
}

/// A unique constraint violation becomes `conflict`; the two databases word it differently, so the
/// statement that may meet one says which it is.
pub(crate) fn unique_or(conflict: Conflict) -> impl FnOnce(DbErr) -> Error {
    move |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::Conflict(conflict),
        _ => error.into(),
    }
}

/// A foreign key violation becomes `conflict`.
pub(crate) fn referenced_or(conflict: Conflict) -> impl FnOnce(DbErr) -> Error {
    move |error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Error::Conflict(conflict),
        _ => error.into(),
    }
}

/// A stored text as the value it stands for.
pub(crate) fn parsed<T: FromStr>(field: &str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Inconsistent(format!("{field}: {text}")))
}

/// A stored text, or none, as the value it stands for.
pub(crate) fn parsed_option<T: FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>> {
    text.map(|text| parsed(field, text)).transpose()
}
