//! Instants and local days. Days are those of Europe/Brussels, periods are half-open.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Brussels;

/// The calendar day in Brussels at an instant.
#[must_use]
pub fn brussels_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Brussels).date_naive()
}
