//! Instants and local days. Days are those of Europe/Brussels, periods are half-open.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Brussels;

/// The calendar day in Brussels at an instant.
#[must_use]
pub fn brussels_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Brussels).date_naive()
}

/// The instant a day begins in Brussels, where no clock was ever put forward over a midnight since 1946.
#[must_use]
pub fn brussels_midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Brussels.from_local_datetime(&midnight).earliest().map_or_else(|| midnight.and_utc(), |local| local.to_utc())
}
