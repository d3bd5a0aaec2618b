use crate::sample::{METERS, YEAR_FILE, of};
use crate::{at, day, read, sample, series, span};
use domain::readings::file::{Point, ReadingsFile};
use domain::readings::report::{Days, Report};
use domain::readings::{Correction, Direction, Series, Span, compare};

#[test]
fn a_report_tells_what_the_sample_year_holds() {
    let known = |point: &Point| !point.as_str().starts_with("5414490200009");
    let report = Report::of(&YEAR_FILE, known);
    assert_eq!(report.period, Some(span("2016-01-01T00:00:00Z", "2017-01-01T00:00:00Z")));
    // In Brussels the year in UTC ends an hour into the next one.
    let expected = Days { usual: 365, short: vec![day("2016-03-27")], long: vec![day("2016-10-30")] };
    assert_eq!(report.days, expected);
    let unknown: Vec<&str> = report.unknown().into_iter().map(Point::as_str).collect();
    assert_eq!(unknown, ["541449020000900011", "541449020000900028"]);
    assert!(report.meters.iter().all(|meter| meter.gaps.is_empty() && meter.readings == 35_136));
    assert_eq!(report.total_wh(Direction::Injection), 85_000_023);
    assert_eq!(report.meters.len(), METERS.lines().count() - 1);
}

#[test]
fn gaps_are_told_within_the_period_of_all_meters() {
    let text = "interval_start,541449020000000018,541449020000000025\ndirection,offtake,offtake\n\
                2016-01-01T00:00:00Z,1,\n2016-01-01T00:15:00Z,,1\n2016-01-01T01:00:00Z,1,1";
    let report = Report::of(&read(text, ',').unwrap(), |_| true);
    assert_eq!(report.meters[0].gaps, [span("2016-01-01T00:15:00Z", "2016-01-01T01:00:00Z")]);
    assert_eq!(
        report.meters[1].gaps,
        [span("2016-01-01T00:00:00Z", "2016-01-01T00:15:00Z"), span("2016-01-01T00:30:00Z", "2016-01-01T01:00:00Z")]
    );
    assert_eq!((report.days.usual, report.unknown().len()), (1, 0));
}

/// October with other values in three rows, as somebody corrects them.
fn corrected() -> ReadingsFile {
    let text = sample::october_text();
    let changed = text.lines().enumerate().map(|(index, line)| match index {
        1 => line.replace(";0,108;", ";0,208;"),
        2_793 => line.replace(";0,047;", ";1,047;"),
        2_797 => line.replace(";0,024;", ";;"),
        2_798 => line.replace(";0,032;", ";0,000;"),
        _ => line.to_owned(),
    });
    read(&changed.collect::<Vec<_>>().join("\n"), ';').unwrap()
}

#[test]
fn corrections_are_shown_old_and_new_and_a_blank_corrects_nothing() {
    let file = corrected();
    let household = &of(&file, "541449020000000018").series;
    let stored = &of(&YEAR_FILE, "541449020000000018").series;
    let found = compare(household, stored);
    assert_eq!((found.unchanged, found.new), (2_976, 0));
    assert_eq!(
        found.corrections,
        [
            Correction { at: at("2016-09-30T22:00:00Z"), old: 108, new: 208 },
            Correction { at: at("2016-10-30T00:00:00Z"), old: 47, new: 1_047 },
            Correction { at: at("2016-10-30T01:15:00Z"), old: 32, new: 0 },
        ]
    );
    let after = stored.overlaid(household);
    assert!(compare(household, &after).changes_nothing());
    assert_eq!(after.known().count(), stored.known().count());
    assert_eq!(after.get(at("2016-10-30T01:00:00Z")), Some(24));
    assert!(
        compare(&of(&sample::october(), "541449020000000063").series, &of(&YEAR_FILE, "541449020000000063").series)
            .changes_nothing()
    );
}

#[test]
fn what_is_not_stored_is_new() {
    let file = series("2016-01-01T00:00:00Z", &[Some(1), None, Some(3)]);
    let found = compare(&file, &Series::default());
    assert_eq!((found.unchanged, found.new, found.corrections.len()), (0, 2, 0));
    assert_eq!(Series::default().overlaid(&file), file);
    assert_eq!(file.overlaid(&Series::default()), file);
}

#[test]
fn an_excerpt_of_days_is_told_by_local_days() {
    let october = Span::of_days(day("2016-10-29"), day("2016-11-01"));
    let expected = Days { usual: 2, short: vec![], long: vec![day("2016-10-30")] };
    assert_eq!(domain::readings::report::days(october), expected);
    assert_eq!(domain::readings::report::days(Span { from: october.to, to: october.from }), Days::default());
}
