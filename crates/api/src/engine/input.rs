//! Series of a body as readings of the engine.

use api_types::{GapRule, SeriesInput};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use domain::allocation::{Gaps, InputError, Month, Readings, STEPS_MAX, SeriesDraft, months};
use domain::key::Key;
use domain::violation::{Code, Params, Violations};

/// The series, checked against the consumers of a key.
pub(super) fn readings(series: &SeriesInput, gaps: GapRule, key: &Key) -> Result<Readings, Violations> {
    let named = |group: &'static str| {
        let group = if group == "injection" { &series.injection_wh } else { &series.consumption_wh };
        group.iter().map(|(name, readings)| (name.as_str(), readings.as_slice())).collect()
    };
    let draft = SeriesDraft {
        production_wh: series.production_wh.as_deref(),
        injection_wh: named("injection"),
        consumption_wh: named("consumption"),
        gaps: match gaps {
            GapRule::Refuse => Gaps::Refuse,
            GapRule::Zero => Gaps::Zero,
        },
    };
    draft.check(key)
}

/// The series of a body that has its own.
pub(super) fn own(series: Option<&SeriesInput>) -> Result<&SeriesInput, Violations> {
    let mut found = Violations::default();
    if series.is_none() {
        found.add("/series", Code::Required);
    }
    found.into_result(|| series)
}

/// How many readings are missing.
pub(super) fn missing(series: &SeriesInput) -> u64 {
    let named = series.injection_wh.values().chain(series.consumption_wh.values());
    let gaps = |readings: &Vec<Option<i64>>| readings.iter().filter(|reading| reading.is_none()).count() as u64;
    series.production_wh.iter().chain(named).map(gaps).sum()
}

/// The months of `steps` quarter-hours from `start` on; none without a start.
pub(super) fn months_from(start: Option<DateTime<Utc>>, steps: usize) -> Result<Vec<Month>, Violations> {
    let Some(start) = start else { return Ok(Vec::new()) };
    let mut found = Violations::default();
    if start.timestamp().rem_euclid(QUARTER_SECONDS) != 0 || start.timestamp_subsec_nanos() != 0 {
        found.add("/start", Code::InvalidFormat);
    } else if !(1900..2200).contains(&start.year()) {
        let params = Params::from([("min", "1900-01-01".into()), ("max", "2199-12-31".into())]);
        found.add_with("/start", Code::InvalidDate, params);
    }
    found.into_result(|| {
        let quarter = TimeDelta::seconds(QUARTER_SECONDS);
        let starts = std::iter::successors(Some(start), |at| at.checked_add_signed(quarter));
        Some(months(&starts.take(steps).collect::<Vec<_>>()))
    })
}

const QUARTER_SECONDS: i64 = 15 * 60;

/// What the engine still refuses of series that were checked: too many quarter-hours.
pub(super) fn refusal(error: InputError) -> Violations {
    let mut found = Violations::default();
    let max = i64::try_from(STEPS_MAX).unwrap_or(i64::MAX);
    match error {
        InputError::TooLong { .. } => {
            found.add_with("/series", Code::TooMany, Params::from([("max", max.into())]));
        }
        _ => found.add("/series", Code::NotAllowed),
    }
    found
}

/// A month as it is answered.
pub(super) fn name(month: &Month) -> String {
    format!("{:04}-{:02}", month.year, month.month)
}
