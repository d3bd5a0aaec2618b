//! The words of readings: when, how much, what an import came to.

use super::period::{Length, Range, Seen};
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::Tone;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::readings::{Direction, LocalDay, Quarter, Resolution, Wall};
use domain::time::brussels_date;
use domain::vocabulary::ReadingImportState;

/// The quarter-hours of a usual day.
const USUAL: usize = 96;

/// A period, as the heading over it.
pub fn period(seen: Seen) -> String {
    let range = seen.range();
    match seen.length {
        Length::Day => format::date(range.first),
        Length::Month => format::month_long(range.first),
        Length::Year => range.first.year().to_string(),
        Length::Week | Length::All => days(range),
    }
}

/// From a first day to a last.
pub fn days(range: Range) -> String {
    tr("ui.from_to", &[("from", &format::date(range.first)), ("to", &format::date(range.last()))])
}

/// When something is that begins at an instant and is summed like this.
pub fn moment(start: DateTime<Utc>, by: Resolution) -> String {
    let day = brussels_date(start);
    match by {
        Resolution::Quarter | Resolution::Hour => quarter(start),
        Resolution::Day => day_with_length(day),
        Resolution::Week => tr("readings.week_of", &[("day", &format::date(day))]),
        Resolution::Month => format::month(day.year(), day.month()),
        Resolution::Year => day.year().to_string(),
    }
}

/// When a quarter-hour begins; where the clock shows it twice, which of both.
pub fn quarter(start: DateTime<Utc>) -> String {
    let when = format::instant(start);
    match turn(start) {
        Some(turn) => format!("{when} ({})", t(turn)),
        None => when,
    }
}

/// The time of day when a quarter-hour begins; where the clock shows it twice, which of both.
pub fn time(start: DateTime<Utc>) -> String {
    let when = format::time(start);
    match turn(start) {
        Some(turn) => format!("{when} ({})", t(turn)),
        None => when,
    }
}

/// Whether a time that the clock shows twice is the first or the second one; none for all others.
fn turn(start: DateTime<Utc>) -> Option<&'static str> {
    let day = LocalDay::of(brussels_date(start))?;
    let clock = day.clock(Quarter::at(start)?)?;
    match day.at(clock.quarter) {
        Wall::Twice(..) if clock.again => Some("readings.winter_time"),
        Wall::Twice(..) => Some("readings.summer_time"),
        _ => None,
    }
}

/// A day; one of unusual length says how long it is.
pub fn day_with_length(day: NaiveDate) -> String {
    let date = format::date(day);
    match LocalDay::of(day).map(|day| day.span().len()) {
        Some(length) if length != USUAL => tr("readings.day_of", &[("day", &date), ("count", &length.to_string())]),
        _ => date,
    }
}

/// Which way energy goes.
pub fn direction(direction: Direction) -> String {
    t(&format!("readings.{direction}"))
}

/// Energy in kWh to the Wh, or that there is no reading.
pub fn exact(wh: Option<u64>) -> String {
    wh.map_or_else(|| t("readings.gap"), format::quarter_energy)
}

/// The power that a quarter-hour of so much energy had on average, in kW.
pub fn power(wh: u32) -> String {
    format!("{}\u{202f}kW", format::fixed(kilowatts(wh), 2))
}

/// The same as a number.
pub fn kilowatts(wh: u32) -> f64 {
    f64::from(wh) * 4.0 / 1000.0
}

/// Wh as kWh, for a drawing.
pub fn kilowatt_hours(wh: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the height of a drawing")]
    let wh = wh as f64;
    wh / 1000.0
}

/// Where an import stands, and how that looks.
pub fn state(state: ReadingImportState) -> (String, Tone) {
    let tone = match state {
        ReadingImportState::Checked => Tone::Waiting,
        ReadingImportState::Applying => Tone::Ahead,
        ReadingImportState::Applied => Tone::Good,
        ReadingImportState::Undone => Tone::Neutral,
        ReadingImportState::Failed => Tone::Bad,
    };
    (t(&format!("readings.state.{state}")), tone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_hour_that_comes_twice_says_which_it_is() {
        for (start, expected) in [
            ("2016-10-29T23:45:00Z", None),
            ("2016-10-30T00:00:00Z", Some("readings.summer_time")),
            ("2016-10-30T00:45:00Z", Some("readings.summer_time")),
            ("2016-10-30T01:00:00Z", Some("readings.winter_time")),
            ("2016-10-30T02:00:00Z", None),
            ("2016-03-27T01:00:00Z", None),
        ] {
            assert_eq!(turn(start.parse().unwrap()), expected, "{start}");
        }
    }

    #[test]
    fn a_quarter_hour_of_energy_is_four_times_its_power() {
        assert!((kilowatts(250) - 1.0).abs() < 1e-12);
        assert!((kilowatt_hours(1_500) - 1.5).abs() < 1e-12);
    }
}
