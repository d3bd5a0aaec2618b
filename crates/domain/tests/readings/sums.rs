use crate::sample::{YEAR_FILE, of};
use crate::{at, day, series, span};
use domain::readings::aggregate::{Sum, extremes, sum, sums};
use domain::readings::{Resolution, Series, Span};

#[test]
fn sums_of_the_year_are_exact_at_every_resolution() {
    let year = Span::of_days(day("2016-01-01"), day("2017-01-01"));
    let school = &of(&YEAR_FILE, "541449020000000063").series;
    let whole = sum(school, year);
    for resolution in Resolution::ALL {
        let parts = sums(school, year, *resolution);
        assert_eq!(parts.iter().map(|part| part.wh).sum::<u64>(), whole.wh, "{resolution}");
        assert_eq!(parts.iter().map(|part| part.known).sum::<usize>(), whole.known, "{resolution}");
    }
    // The file begins with the year in UTC, an hour after that of Brussels.
    assert_eq!((whole.known, whole.is_whole()), (35_132, false));
    let days = sums(school, year, Resolution::Day);
    let of_day =
        |date: &str| days.iter().find(|part| part.span.from == Span::of_days(day(date), day(date)).from).unwrap();
    for (date, quarters) in [("2016-01-01", 92), ("2016-01-02", 96), ("2016-03-27", 92), ("2016-10-30", 100)] {
        assert_eq!(of_day(date).known, quarters, "{date}");
    }
    assert!(!of_day("2016-01-01").is_whole() && of_day("2016-03-27").is_whole());
}

#[test]
fn the_hour_that_comes_twice_is_two_hours() {
    let change = span("2016-10-30T00:00:00Z", "2016-10-30T02:00:00Z");
    let hours = sums(&series("2016-10-30T00:00:00Z", &[Some(1); 8]), change, Resolution::Hour);
    assert_eq!(hours.iter().map(|hour| hour.wh).collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn a_sum_says_what_it_knows() {
    let gappy = series("2016-01-01T00:00:00Z", &[Some(0), None, Some(7)]);
    let hours = span("2016-01-01T00:00:00Z", "2016-01-01T02:00:00Z");
    let found = sums(&gappy, hours, Resolution::Hour);
    let first = Sum { span: span("2016-01-01T00:00:00Z", "2016-01-01T01:00:00Z"), wh: 7, known: 2 };
    assert_eq!((found.len(), found[0]), (2, first));
    assert_eq!((found[0].energy(), found[0].is_whole()), (Some(7), false));
    // Nothing known is not 0.
    assert_eq!((found[1].energy(), found[1].known), (None, 0));
    assert_eq!(sum(&Series::default(), hours).energy(), None);
    // Zero that was measured is.
    assert_eq!(sum(&gappy, span("2016-01-01T00:00:00Z", "2016-01-01T00:15:00Z")).energy(), Some(0));
}

#[test]
fn periods_at_the_edges_are_summed_as_far_as_asked() {
    let part = span("2016-01-31T12:00:00Z", "2016-02-01T12:00:00Z");
    let months = sums(&series("2016-01-31T12:00:00Z", &[Some(1); 96]), part, Resolution::Month);
    assert_eq!(months.iter().map(|month| (month.wh, month.is_whole())).collect::<Vec<_>>(), [(44, true), (52, true)]);
}

#[test]
fn fewer_points_hide_no_peak() {
    let year = Span::of_days(day("2016-01-01"), day("2017-01-01"));
    let solar = &of(&YEAR_FILE, "541449020000900011").series;
    let highest = solar.known().map(|(_, wh)| wh).max().unwrap();
    for points in [1, 2, 7, 800, 1_000, 35_136, usize::MAX] {
        let found = extremes(solar, year, points);
        assert_eq!(found.len(), points.min(35_136));
        assert_eq!(found.iter().filter_map(|point| point.max).map(|(_, wh)| wh).max(), Some(highest));
        assert_eq!(found.iter().filter_map(|point| point.min).map(|(_, wh)| wh).min(), Some(0));
        assert_eq!((found[0].span.from, found[found.len() - 1].span.to), (year.from, year.to));
        let lengths: Vec<usize> = found.iter().map(|point| point.span.len()).collect();
        assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 1);
    }
    assert_eq!(extremes(solar, year, 0), []);
    assert_eq!(extremes(solar, Span { from: year.to, to: year.from }, 10), []);
}

#[test]
fn a_point_without_reading_has_no_extremes() {
    let found = extremes(
        &series("2016-01-01T00:00:00Z", &[Some(5), Some(5), None, None]),
        span("2016-01-01T00:00:00Z", "2016-01-01T01:00:00Z"),
        2,
    );
    assert_eq!(found[0].max, Some((at("2016-01-01T00:00:00Z"), 5)));
    assert_eq!((found[1].min, found[1].max, found[1].known), (None, None, 0));
}
