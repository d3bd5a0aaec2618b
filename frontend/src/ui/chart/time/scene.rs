//! What a chart over days shows, and what it says of each day. Pure.

use crate::format;
use crate::ui::chart::Reading;
use chrono::{Datelike, Days, NaiveDate};

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Observed: drawn through.
    Known,
    /// Expected: dashed.
    Expected,
    /// Something to compare with: dotted.
    Aim,
}

impl Look {
    /// The name the style sheet selects by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Expected => "expected",
            Self::Aim => "aim",
        }
    }
}

/// A line over days.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its values, earliest first.
    pub points: Vec<(NaiveDate, f64)>,
    /// How it is drawn.
    pub look: Look,
    /// Values further apart than so many days have a gap between them.
    pub gap_days: Option<i64>,
}

/// Everything between two values.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What it is.
    pub name: String,
    /// Day, lower and upper value, earliest first.
    pub points: Vec<(NaiveDate, f64, f64)>,
}

/// What a mark looks like, so that no colour is needed to tell marks apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A disc with a tick: done.
    Full,
    /// A disc half full: done in part.
    Half,
    /// A diamond: to be done.
    Hollow,
    /// A cross: not done in time.
    Cross,
    /// A small broken ring: no longer holds.
    Ring,
    /// A ring with a stroke through it: taken back.
    Struck,
}

/// Something that belongs to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: NaiveDate,
    /// How it looks.
    pub shape: Shape,
    /// What it is.
    pub words: String,
}

/// A row below the lines: a span of days with marks on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// What it is.
    pub name: String,
    /// First day of the span.
    pub from: NaiveDate,
    /// First day after it.
    pub until: NaiveDate,
    /// Its marks.
    pub marks: Vec<Mark>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// The lines, the most important last, as it lies on top.
    pub lines: Vec<Line>,
    /// The band behind them.
    pub band: Option<Band>,
    /// The rows below.
    pub lanes: Vec<Lane>,
    /// Today, where it is to be marked.
    pub today: Option<NaiveDate>,
}

impl Scene {
    /// The days something can be said of, in order.
    pub fn stops(&self) -> Vec<NaiveDate> {
        let lines = self.lines.iter().flat_map(|line| line.points.iter().map(|(day, _)| *day));
        let band = self.band.iter().flat_map(|band| band.points.iter().map(|(day, ..)| *day));
        let marks = self.lanes.iter().flat_map(|lane| lane.marks.iter().map(|mark| mark.day));
        let mut days: Vec<NaiveDate> = lines.chain(band).chain(marks).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// First and last day of the axis.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let lanes = self.lanes.iter().flat_map(|lane| [lane.from, lane.until]);
        let days = || self.stops().into_iter().chain(self.today);
        let all: Vec<NaiveDate> = days().chain(lanes).collect();
        Some((all.iter().min().copied()?, all.iter().max().copied()?))
    }

    /// The lowest and the highest value.
    pub fn extent(&self) -> (f64, f64) {
        let lines = self.lines.iter().flat_map(|line| line.points.iter().map(|(_, value)| *value));
        let band = self.band.iter().flat_map(|band| band.points.iter().flat_map(|(_, low, high)| [*low, *high]));
        lines
            .chain(band)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    }

    /// What is said of a day.
    pub fn reading(&self, day: NaiveDate, unit: &str) -> Reading {
        let words = |value: f64| format!("{}\u{202f}{unit}", format::fixed(value, 2));
        let lines = self.lines.iter().filter_map(|line| {
            let (_, value) = *at(&line.points, day, |(day, _)| *day, line.gap_days)?;
            Some((line.name.clone(), words(value)))
        });
        let band = self.band.iter().filter_map(|band| {
            let (_, low, high) = *at(&band.points, day, |(day, ..)| *day, None)?;
            Some((band.name.clone(), format!("{} – {}", format::fixed(low, 2), words(high))))
        });
        let marks = self.lanes.iter().flat_map(|lane| {
            let here = lane.marks.iter().filter(move |mark| mark.day == day);
            here.map(|mark| (lane.name.clone(), mark.words.clone()))
        });
        Reading { place: format::date(day), values: lines.chain(band).chain(marks).collect() }
    }
}

/// The point that holds on a day: the last one until then, while the line lasts and has no gap.
fn at<P>(points: &[P], day: NaiveDate, day_of: impl Fn(&P) -> NaiveDate, gap_days: Option<i64>) -> Option<&P> {
    let after = points.partition_point(|point| day_of(point) <= day);
    let point = points.get(after.checked_sub(1)?)?;
    let age = (day - day_of(point)).num_days();
    let ended = after == points.len() && age > 0;
    (!ended && gap_days.is_none_or(|gap| age < gap)).then_some(point)
}

/// The marks of an axis of days, at most `count` of them: where a year or some month of it begins.
pub fn day_ticks(first: NaiveDate, last: NaiveDate, count: usize) -> Vec<NaiveDate> {
    for step in [1, 2, 3, 6, 12, 24, 60, 120] {
        let days = month_starts(first, last, step);
        if days.len() <= count.max(1) {
            return days;
        }
    }
    Vec::new()
}

/// The first days of every `step`-th month, counted from a January.
fn month_starts(first: NaiveDate, last: NaiveDate, step: i32) -> Vec<NaiveDate> {
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    let start_of = |month: i32| {
        let (year, month) = (month.div_euclid(12), u32::try_from(month.rem_euclid(12) + 1).unwrap_or(1));
        NaiveDate::from_ymd_opt(year, month, 1)
    };
    (months(first)..=months(last))
        .filter(|month| month.rem_euclid(step) == 0)
        .filter_map(start_of)
        .filter(|day| (first..=last).contains(day))
        .collect()
}

/// A little air at both ends of an axis of days.
pub fn with_margin((first, last): (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
    let days = u64::try_from((last - first).num_days() / 40).unwrap_or_default().max(2);
    (first.checked_sub_days(Days::new(days)).unwrap_or(first), last.checked_add_days(Days::new(days)).unwrap_or(last))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(days: &[&str], gap_days: Option<i64>) -> Line {
        let points = days.iter().zip(80_u8..).map(|(text, value)| (day(text), f64::from(value))).collect();
        Line { name: String::new(), points, look: Look::Known, gap_days }
    }

    #[test]
    fn a_line_says_what_held_last_and_nothing_beyond_its_ends() {
        let Line { points, .. } = line(&["2026-11-20", "2026-11-23", "2026-12-20"], None);
        let value = |on: &str, gap| at(&points, day(on), |(day, _)| *day, gap).map(|(_, value)| *value);
        assert_eq!(value("2026-11-22", None), Some(80.0), "a Sunday has Friday's price");
        assert_eq!(value("2026-12-10", None), Some(81.0));
        assert_eq!(value("2026-12-10", Some(8)), None, "a gap is a gap");
        assert_eq!(value("2026-12-20", Some(8)), Some(82.0));
        assert_eq!((value("2026-11-19", None), value("2026-12-21", None)), (None, None));
    }

    #[test]
    fn every_day_of_the_scene_is_a_stop_once() {
        let mark = Mark { day: day("2026-11-25"), shape: Shape::Full, words: String::new() };
        let (from, until) = (day("2026-10-01"), day("2027-01-01"));
        let scene = Scene {
            lines: vec![line(&["2026-11-20", "2026-11-23"], None), line(&["2026-11-23"], None)],
            band: Some(Band { name: String::new(), points: vec![(day("2026-12-01"), 70.0, 95.0)] }),
            lanes: vec![Lane { name: String::new(), from, until, marks: vec![mark] }],
            today: None,
        };
        let days = ["2026-11-20", "2026-11-23", "2026-11-25", "2026-12-01"];
        assert_eq!(scene.stops(), days.map(day));
        assert_eq!(scene.span(), Some((from, until)));
        assert_eq!(scene.extent(), (70.0, 95.0));
        assert_eq!(Scene::default().span(), None);
    }

    #[test]
    fn days_are_marked_at_round_months() {
        let ticks = |first: &str, last: &str, count| day_ticks(day(first), day(last), count);
        assert_eq!(
            ticks("2025-11-28", "2027-12-31", 6),
            ["2026-01-01", "2026-07-01", "2027-01-01", "2027-07-01"].map(day)
        );
        assert_eq!(ticks("2026-11-05", "2027-02-02", 6), ["2026-12-01", "2027-01-01", "2027-02-01"].map(day));
        assert!(ticks("2026-11-05", "2026-11-20", 6).is_empty());
    }
}
