use chrono::{Days, NaiveDate, TimeZone, Utc};
use domain::time::brussels_date;
use domain::timeline::{Period, Timeline};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: Option<&str>) -> Period {
    Period { from: day(from), to: to.map(day) }
}

#[test]
fn periods_are_half_open() {
    let year = period("2026-01-01", Some("2027-01-01"));
    for (date, contains, reaches) in [
        ("2025-12-31", false, true),
        ("2026-01-01", true, true),
        ("2026-12-31", true, true),
        ("2027-01-01", false, false),
    ] {
        assert_eq!((year.contains(day(date)), year.reaches(day(date))), (contains, reaches), "{date}");
    }
    assert!(period("2026-01-01", None).contains(day("2199-12-31")));
}

#[test]
fn a_timeline_shows_what_was_is_and_will_be() {
    let periods = [
        period("2026-06-01", Some("2026-09-01")),
        period("2024-01-01", Some("2025-01-01")),
        period("2026-09-01", None),
        period("2025-01-01", Some("2026-01-01")),
        period("2026-01-01", Some("2026-06-01")),
    ];
    let on = |date: &str| {
        let timeline = Timeline::on(day(date), periods, |p| *p);
        let starts = |periods: &[Period]| periods.iter().map(|p| p.from.to_string()).collect::<Vec<_>>();
        let shown = timeline.shown().unwrap().from.to_string();
        (timeline.actual.map(|p| p.from.to_string()), starts(&timeline.historical), starts(&timeline.future), shown)
    };
    let (actual, historical, future, shown) = on("2026-05-31");
    assert_eq!(actual.as_deref(), Some("2026-01-01"));
    assert_eq!(historical, ["2025-01-01", "2024-01-01"]);
    assert_eq!(future, ["2026-06-01", "2026-09-01"]);
    assert_eq!(shown, "2026-01-01");
    assert_eq!(on("2026-06-01").0.as_deref(), Some("2026-06-01"));
    let (actual, _, future, shown) = on("2023-12-31");
    assert_eq!((actual, future.len(), shown.as_str()), (None, 5, "2024-01-01"));
}

#[test]
fn an_ended_timeline_shows_its_last_entry() {
    let periods = [period("2024-01-01", Some("2025-01-01")), period("2025-01-01", Some("2026-01-01"))];
    let timeline = Timeline::on(day("2026-01-01"), periods, |p| *p);
    assert_eq!(timeline.shown().unwrap().from, day("2025-01-01"));
    assert!(Timeline::on(day("2026-01-01"), [], |p: &Period| *p).shown().is_none());
}

#[test]
fn the_day_turns_at_midnight_in_brussels() {
    for (instant, date) in [
        ((2026, 1, 31, 22, 59), "2026-01-31"),
        ((2026, 1, 31, 23, 0), "2026-02-01"),
        ((2026, 7, 31, 21, 59), "2026-07-31"),
        ((2026, 7, 31, 22, 0), "2026-08-01"),
        ((2026, 3, 28, 23, 0), "2026-03-29"),
        ((2026, 3, 29, 22, 0), "2026-03-30"),
        ((2026, 10, 24, 22, 0), "2026-10-25"),
        ((2026, 10, 25, 22, 59), "2026-10-25"),
        ((2026, 10, 25, 23, 0), "2026-10-26"),
        ((2099, 7, 1, 22, 0), "2099-07-02"),
    ] {
        let (y, m, d, h, min) = instant;
        assert_eq!(brussels_date(Utc.with_ymd_and_hms(y, m, d, h, min, 0).unwrap()), day(date));
    }
}

/// Several hundred zones would weigh on the browser; `.cargo/config.toml` keeps Brussels with what shares its name
/// in the database, and the fixed offsets.
#[test]
fn other_clocks_are_not_compiled() {
    let cities = chrono_tz::TZ_VARIANTS.iter().filter(|zone| zone.name().starts_with("Europe/")).count();
    assert!(cities <= 3 && chrono_tz::TZ_VARIANTS.len() < 80, "{:?}", chrono_tz::TZ_VARIANTS);
}

proptest! {
    #[test]
    fn nothing_is_lost_and_everything_stands_on_its_side(
        lengths in proptest::collection::vec(1_u64..400, 0..8), open in any::<bool>(), today in 0_u64..2000,
    ) {
        let mut from = day("2024-01-01");
        let today = from.checked_add_days(Days::new(today)).unwrap();
        let mut periods = Vec::new();
        for length in &lengths {
            let to = from.checked_add_days(Days::new(*length)).unwrap();
            periods.push(Period { from, to: Some(to) });
            from = to;
        }
        if let Some(last) = periods.last_mut().filter(|_| open) {
            last.to = None;
        }
        let timeline = Timeline::on(today, periods.iter().rev().copied(), |p| *p);
        prop_assert!(timeline.actual.is_none_or(|p| p.contains(today)));
        prop_assert!(timeline.historical.iter().all(|p| !p.reaches(today)));
        prop_assert!(timeline.future.iter().all(|p| p.from > today));
        let back: Vec<Period> =
            timeline.historical.into_iter().rev().chain(timeline.actual).chain(timeline.future).collect();
        prop_assert_eq!(back, periods);
    }
}
