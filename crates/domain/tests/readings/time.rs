use crate::{at, day, series, span};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike};
use chrono_tz::Europe::Brussels;
use domain::readings::{Clock, LocalDay, Quarter, Resolution, Span, Wall, YEARS};

fn local(text: &str) -> LocalDay {
    LocalDay::of(day(text)).unwrap()
}

/// Every day that readings may be of.
fn century() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_yo_opt(*YEARS.start(), 1).unwrap();
    first.iter_days().take_while(|date| YEARS.contains(&date.year()))
}

#[test]
fn quarter_hours_lie_on_a_grid() {
    let quarter = at("2016-01-01T00:15:00Z");
    assert_eq!(quarter.start().to_rfc3339(), "2016-01-01T00:15:00+00:00");
    assert_eq!(Quarter::from_number(quarter.number().into()), Some(quarter));
    assert_eq!(quarter.plus(4).since(quarter), 4);
    for off in ["2016-01-01T00:14:00Z", "2016-01-01T00:15:01Z", "2016-01-01T00:15:00.5Z", "1970-01-01T00:00:00Z"] {
        assert_eq!(Quarter::at(off.parse().unwrap()), None, "{off}");
    }
    assert_eq!(Quarter::MIN, at("1999-01-01T00:00:00Z"));
    assert_eq!(Quarter::MAX, at("2100-12-31T23:45:00Z"));
    assert_eq!((Quarter::MIN.plus(-1), Quarter::MAX.plus(i32::MAX)), (Quarter::MIN, Quarter::MAX));
    assert_eq!((Quarter::from_number(i64::MIN), Quarter::from_number(0)), (None, None));
}

#[test]
fn a_span_is_half_open() {
    let hour = span("2016-01-01T00:00:00Z", "2016-01-01T01:00:00Z");
    assert_eq!((hour.len(), hour.iter().count(), hour.is_empty()), (4, 4, false));
    assert!(hour.contains(hour.from) && !hour.contains(hour.to));
    let backwards = Span { from: hour.to, to: hour.from };
    assert_eq!((backwards.len(), backwards.iter().count(), backwards.is_empty()), (0, 0, true));
}

#[test]
fn days_have_92_96_or_100_quarter_hours() {
    for (date, quarters) in [("2016-03-26", 96), ("2016-03-27", 92), ("2016-10-30", 100), ("2016-12-31", 96)] {
        assert_eq!(local(date).span().len(), quarters, "{date}");
    }
    assert_eq!(local("2016-10-30").span().from, at("2016-10-29T22:00:00Z"));
    for beyond in ["1999-12-31", "2100-01-01", "-262143-01-01", "+262142-12-31"] {
        assert_eq!(LocalDay::of(day(beyond)), None, "{beyond}");
    }
}

#[test]
fn the_clock_skips_an_hour_in_march_and_repeats_one_in_october() {
    let (march, october) = (local("2016-03-27"), local("2016-10-30"));
    assert_eq!(march.at(7), Wall::Once(at("2016-03-27T00:45:00Z")));
    assert_eq!(march.at(8), Wall::Never);
    assert_eq!(march.at(11), Wall::Never);
    assert_eq!(march.at(12), Wall::Once(at("2016-03-27T01:00:00Z")));
    assert_eq!(october.at(7), Wall::Once(at("2016-10-29T23:45:00Z")));
    assert_eq!(october.at(8), Wall::Twice(at("2016-10-30T00:00:00Z"), at("2016-10-30T01:00:00Z")));
    assert_eq!(october.at(12), Wall::Once(at("2016-10-30T02:00:00Z")));
    assert_eq!(october.at(96), Wall::Never);
    let clock = |text| october.clock(at(text));
    assert_eq!(clock("2016-10-30T00:15:00Z"), Some(Clock { quarter: 9, again: false }));
    assert_eq!(clock("2016-10-30T01:15:00Z"), Some(Clock { quarter: 9, again: true }));
    assert_eq!(clock("2016-10-30T02:00:00Z"), Some(Clock { quarter: 12, again: false }));
    assert_eq!(clock("2016-10-30T23:00:00Z"), None);
}

#[test]
fn every_day_of_the_century_agrees_with_the_time_zone() {
    let mut changes = 0;
    for date in century() {
        let local = LocalDay::of(date).unwrap();
        changes += usize::from(local.span().len() != 96);
        // Around the changes every quarter-hour, elsewhere one in the middle of the day.
        let all = local.span().len() != 96;
        for quarter in local.span().iter().filter(|quarter| all || quarter.since(local.span().from) == 50) {
            let wall = quarter.start().with_timezone(&Brussels);
            let clock = local.clock(quarter).unwrap();
            assert_eq!((wall.date_naive(), wall.hour() * 4 + wall.minute() / 15), (date, clock.quarter.into()));
            match local.at(clock.quarter) {
                Wall::Once(found) => assert_eq!((found, clock.again), (quarter, false)),
                Wall::Twice(first, second) => assert_eq!(if clock.again { second } else { first }, quarter),
                Wall::Never => panic!("{quarter:?} has no clock"),
            }
        }
    }
    assert_eq!(changes, 200);
}

#[test]
fn the_days_of_the_century_follow_each_other() {
    let mut before: Option<LocalDay> = None;
    for date in century() {
        let local = LocalDay::of(date).unwrap();
        assert!(before.is_none_or(|before| before.span().to == local.span().from), "{date}");
        before = Some(local);
    }
    let shown = LocalDay::of(day("2016-10-30")).unwrap();
    let times: Vec<NaiveTime> = shown
        .span()
        .iter()
        .map(|quarter| NaiveTime::MIN + TimeDelta::minutes(i64::from(shown.clock(quarter).unwrap().quarter) * 15))
        .collect();
    assert_eq!(times.iter().filter(|time| time.hour() == 2).count(), 8);
}

#[test]
fn periods_are_those_of_the_calendar() {
    let quarter = at("2016-10-30T00:15:00Z");
    for (resolution, from, to) in [
        (Resolution::Quarter, "2016-10-30T00:15:00Z", "2016-10-30T00:30:00Z"),
        (Resolution::Hour, "2016-10-30T00:00:00Z", "2016-10-30T01:00:00Z"),
        (Resolution::Day, "2016-10-29T22:00:00Z", "2016-10-30T23:00:00Z"),
        (Resolution::Week, "2016-10-23T22:00:00Z", "2016-10-30T23:00:00Z"),
        (Resolution::Month, "2016-09-30T22:00:00Z", "2016-10-31T23:00:00Z"),
        (Resolution::Year, "2015-12-31T23:00:00Z", "2016-12-31T23:00:00Z"),
    ] {
        assert_eq!(resolution.period(quarter), span(from, to), "{resolution}");
    }
    // The week in which 2016 began is one of 2015.
    assert_eq!(Resolution::Week.days(day("2016-01-01")), (day("2015-12-28"), day("2016-01-04")));
    assert_eq!(Resolution::Month.previous(day("2016-03-31")), day("2016-02-01"));
    assert_eq!(Resolution::Year.previous(day("2016-03-31")), day("2015-01-01"));
    assert_eq!(Resolution::Hour.previous(day("2016-03-01")), day("2016-02-29"));
    for resolution in Resolution::ALL {
        let _ = (resolution.days(NaiveDate::MIN), resolution.days(NaiveDate::MAX));
        let _ = (resolution.previous(NaiveDate::MIN), resolution.previous(NaiveDate::MAX));
        assert!(resolution.cut(Span { from: Quarter::MAX.plus(-9), to: Quarter::MAX }).count() > 0);
    }
}

#[test]
fn a_year_is_cut_into_all_of_its_periods() {
    let year = Span::of_days(day("2016-01-01"), day("2017-01-01"));
    assert_eq!(year.len(), 35_136);
    for (resolution, parts) in [
        (Resolution::Quarter, 35_136),
        (Resolution::Hour, 8_784),
        (Resolution::Day, 366),
        (Resolution::Week, 53),
        (Resolution::Month, 12),
        (Resolution::Year, 1),
    ] {
        let cut: Vec<Span> = resolution.cut(year).collect();
        assert_eq!((cut.len(), cut.iter().map(|part| part.len()).sum::<usize>()), (parts, 35_136), "{resolution}");
        assert!(cut.windows(2).all(|pair| pair[0].to == pair[1].from), "{resolution}");
    }
}

#[test]
fn a_series_is_its_readings_whatever_surrounds_them() {
    let bare = series("2016-01-01T00:30:00Z", &[Some(1), None, Some(3)]);
    assert_eq!(series("2016-01-01T00:00:00Z", &[None, None, Some(1), None, Some(3), None]), bare);
    assert_eq!(bare.span(), Some(span("2016-01-01T00:30:00Z", "2016-01-01T01:15:00Z")));
    assert_eq!((bare.total(), bare.known().count()), (4, 2));
    let around = span("2016-01-01T00:00:00Z", "2016-01-01T01:30:00Z");
    assert_eq!(
        bare.gaps(around),
        [
            span("2016-01-01T00:00:00Z", "2016-01-01T00:30:00Z"),
            span("2016-01-01T00:45:00Z", "2016-01-01T01:00:00Z"),
            span("2016-01-01T01:15:00Z", "2016-01-01T01:30:00Z"),
        ]
    );
    assert_eq!(bare.column(around), [u32::MAX, u32::MAX, 1, u32::MAX, 3, u32::MAX]);
    assert_eq!(domain::readings::Series::new(at("2016-01-01T00:00:00Z"), [Some(1 << 30)]), None);
    assert_eq!(domain::readings::Series::new(Quarter::MAX, [Some(1), Some(1)]), None);
}
