//! Days of Brussels and their instants.

use domain::time::{brussels_date, brussels_midnight};
use proptest::prelude::*;

#[test]
fn a_day_begins_at_midnight_in_brussels() {
    for (day, instant) in [
        ("2026-01-15", "2026-01-14T23:00:00Z"),
        ("2026-07-15", "2026-07-14T22:00:00Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z"),
        ("2026-10-25", "2026-10-24T22:00:00Z"),
        ("2026-10-26", "2026-10-25T23:00:00Z"),
    ] {
        assert_eq!(brussels_midnight(day.parse().unwrap()).to_rfc3339(), instant.replace('Z', "+00:00"));
    }
}

proptest! {
    /// The first instant of a day is in it, and the one before is not.
    #[test]
    fn a_day_begins_where_the_former_one_ends(days in 0_i64..110_000) {
        let day = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        let begin = brussels_midnight(day);
        prop_assert_eq!(brussels_date(begin), day);
        prop_assert!(brussels_date(begin - chrono::TimeDelta::microseconds(1)) < day);
    }
}
