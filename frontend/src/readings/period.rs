//! The part of time that is looked at: how long it is, by what it is summed, what lies before and after it. Pure; the
//! calendar is that of Brussels.

use crate::routing::Query;
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::readings::{Quarter, Resolution};

/// Names in the address.
const SPAN: &str = "span";
const DAY: &str = "day";
const BY: &str = "by";
const FORMER: &str = "former";

/// How long the period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// From the first reading to the last.
    All,
}

impl Length {
    /// Every length, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Year, Self::All];

    /// Its name in the address and in the keys of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    /// By what it can be summed, finest first.
    pub const fn resolutions(self) -> &'static [Resolution] {
        use Resolution::{Day, Hour, Month, Quarter, Week, Year};
        match self {
            Self::Day => &[Quarter, Hour],
            Self::Week => &[Quarter, Hour, Day],
            Self::Month => &[Quarter, Hour, Day, Week],
            Self::Year => &[Quarter, Day, Week, Month],
            Self::All => &[Week, Month, Year],
        }
    }

    const fn usual(self) -> Resolution {
        match self {
            Self::Day => Resolution::Quarter,
            Self::Week => Resolution::Hour,
            Self::Month => Resolution::Day,
            Self::Year | Self::All => Resolution::Month,
        }
    }

    /// The calendar period it is; none for all time.
    const fn calendar(self) -> Option<Resolution> {
        match self {
            Self::Day => Some(Resolution::Day),
            Self::Week => Some(Resolution::Week),
            Self::Month => Some(Resolution::Month),
            Self::Year => Some(Resolution::Year),
            Self::All => None,
        }
    }
}

/// What a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Former {
    /// The one just before it.
    Before,
    /// The same time of the year before.
    YearBefore,
}

impl Former {
    /// Both, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Before, Self::YearBefore];

    /// Its name in the address and in the keys of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::YearBefore => "year_before",
        }
    }
}

/// Days, from the first up to but not including `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first.
    pub first: NaiveDate,
    /// The one after the last.
    pub after: NaiveDate,
}

impl Range {
    /// A single day.
    pub fn of_day(day: NaiveDate) -> Self {
        Self { first: day, after: day.succ_opt().unwrap_or(day) }
    }

    /// The last day.
    pub fn last(self) -> NaiveDate {
        self.after.pred_opt().unwrap_or(self.first)
    }

    /// The last day, in the calendar periods of a length. One of which no more than the first day is known tells little,
    /// so the one before it counts: a year of UTC ends in the first hour of the next in Brussels.
    pub fn latest(self, length: Length) -> NaiveDate {
        let last = self.last();
        let begins = match length {
            Length::Day => return last,
            Length::All => length.usual().days(last).0,
            Length::Week | Length::Month | Length::Year => length.calendar().map_or(last, |of| of.days(last).0),
        };
        if begins == last && self.first < last { last.pred_opt().unwrap_or(last) } else { last }
    }

    /// Its days.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day < self.after)
    }
}

/// What the address asks to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How long.
    pub length: Length,
    /// A day of it.
    pub day: NaiveDate,
    /// By what it is summed.
    pub by: Resolution,
    /// What it is compared with.
    pub former: Option<Former>,
    /// All that is known.
    pub known: Range,
}

impl Seen {
    /// What an address asks for; without a day, the period of the last reading.
    pub fn read(query: &Query, known: Range) -> Self {
        let named = query.get(SPAN).unwrap_or_default();
        let length = Length::ALL.into_iter().find(|length| length.as_str() == named).unwrap_or(Length::Month);
        let by = query.read(BY).filter(|by| length.resolutions().contains(by)).unwrap_or(length.usual());
        let named = query.get(FORMER).unwrap_or_default();
        let former = Former::ALL.into_iter().find(|former| former.as_str() == named);
        Self { length, day: asked_day(query).unwrap_or_else(|| known.latest(length)), by, former, known }
    }

    /// The address that asks for it, with whatever else it had.
    pub fn write(self, query: Query) -> Query {
        let length = Some(self.length.as_str()).filter(|_| self.length != Length::Month);
        let by = Some(self.by.as_str()).filter(|_| self.by != self.length.usual());
        query
            .with(SPAN, length)
            .with(DAY, Some(&self.day.to_string()))
            .with(BY, by)
            .with(FORMER, self.former.map(Former::as_str))
    }

    /// Its days.
    pub fn range(self) -> Range {
        match self.length.calendar() {
            Some(calendar) => {
                let (first, after) = calendar.days(self.day);
                Range { first, after }
            }
            None => self.known,
        }
    }

    /// The same with another length; what it is summed by follows.
    pub fn with_length(self, length: Length) -> Self {
        Self { length, by: length.usual(), ..self }
    }

    /// The period before it, or after it; none for all time, and none where nothing is known any more.
    pub fn beside(self, forth: bool) -> Option<Self> {
        let calendar = self.length.calendar()?;
        let range = self.range();
        let day = if forth { range.after } else { calendar.previous(self.day) };
        let beside = Self { day, ..self };
        let reached = if forth { day < self.known.after } else { beside.range().after > self.known.first };
        // From outside, the way back in is open.
        let outside = range.after <= self.known.first || range.first >= self.known.after;
        (reached || outside && forth == (range.after <= self.known.first)).then_some(beside)
    }

    /// The days it is compared with.
    pub fn former_range(self) -> Option<Range> {
        let range = self.range();
        match self.former? {
            Former::Before => {
                let calendar = self.length.calendar()?;
                let (first, after) = calendar.days(calendar.previous(self.day));
                Some(Range { first, after })
            }
            Former::YearBefore => {
                let back = |day: NaiveDate| match self.length {
                    // Mondays stay Mondays.
                    Length::Week => day.checked_sub_days(Days::new(364)),
                    _ => day.checked_sub_months(Months::new(12)),
                };
                Some(Range { first: back(range.first)?, after: back(range.after)? })
            }
        }
    }

    /// Whether it is drawn as a curve to move along: more quarter-hours than a screen has room for bars.
    pub fn is_curve(self) -> bool {
        self.by == Resolution::Quarter && self.length != Length::Day
    }
}

/// The day that an address names.
pub fn asked_day(query: &Query) -> Option<NaiveDate> {
    query.read::<NaiveDate>(DAY).filter(|day| domain::readings::YEARS.contains(&day.year()))
}

/// The days from a first reading to a last.
pub fn days_of(from: Quarter, to: Quarter) -> Range {
    let day = |quarter: Quarter| domain::time::brussels_date(quarter.start());
    let last = day(to.plus(-1));
    Range { first: day(from), after: last.succ_opt().unwrap_or(last) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::readings::Span;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn range(first: &str, after: &str) -> Range {
        Range { first: day(first), after: day(after) }
    }

    fn seen(query: &str) -> Seen {
        Seen::read(&Query::parse(query), range("2016-01-01", "2017-01-01"))
    }

    #[test]
    fn without_a_word_it_is_the_month_of_the_last_reading() {
        let usual = seen("?tab=consumption");
        assert_eq!(usual.range(), range("2016-12-01", "2017-01-01"));
        assert_eq!((usual.by, usual.former), (Resolution::Day, None));
        assert_eq!(seen("?day=1916-01-01&span=decade&by=second").range(), usual.range(), "nonsense is no word");
    }

    #[test]
    fn a_period_that_has_only_begun_is_not_the_one_to_begin_with() {
        let known = range("2016-01-01", "2017-01-02");
        let day = |query: &str| Seen::read(&Query::parse(query), known).day.to_string();
        assert_eq!(day(""), "2016-12-31");
        assert_eq!(day("?span=year"), "2016-12-31");
        assert_eq!((day("?span=week"), day("?span=day")), ("2017-01-01".into(), "2017-01-01".into()), "a Sunday");
        assert_eq!(range("2017-01-01", "2017-01-02").latest(Length::Month).to_string(), "2017-01-01", "all there is");
        assert_eq!(range("2016-01-01", "2017-01-03").latest(Length::Month).to_string(), "2017-01-02");
    }

    #[test]
    fn the_address_says_it_all() {
        for query in
            ["?span=week&day=2016-10-30&by=quarter&former=year_before", "?day=2016-03-27", "?span=all&day=2016-03-27"]
        {
            let seen = seen(query);
            assert_eq!(Seen::read(&seen.write(Query::parse("?tab=consumption")), seen.known), seen, "{query}");
        }
        assert_eq!(seen("?span=day&by=month").by, Resolution::Quarter, "a day has no months");
        assert_eq!(seen("?span=year").write(Query::parse("?tab=x")).get("tab"), Some("x"));
    }

    #[test]
    fn the_calendar_is_followed_across_changes_of_the_clock() {
        for (query, back, here, forth) in [
            ("?span=day&day=2016-03-27", 96, 92, 96),
            ("?span=day&day=2016-10-30", 96, 100, 96),
            ("?span=week&day=2016-10-30", 672, 676, 672),
            ("?span=month&day=2016-03-31", 29 * 96, 31 * 96 - 4, 30 * 96),
        ] {
            let seen = seen(query);
            let length = |seen: Seen| Span::of_days(seen.range().first, seen.range().after).len();
            let beside = |forth| length(seen.beside(forth).unwrap());
            assert_eq!((beside(false), length(seen), beside(true)), (back, here, forth), "{query}");
        }
        assert_eq!(seen("?span=week&day=2016-10-30").range().first, day("2016-10-24"), "weeks begin on Monday");
    }

    #[test]
    fn one_does_not_walk_off_into_nothing() {
        assert!(seen("?day=2016-12-05").beside(true).is_none());
        assert!(seen("?day=2016-01-05").beside(false).is_none());
        assert!(seen("?span=all").beside(true).is_none());
        let lost = seen("?span=day&day=2020-01-01");
        assert!(lost.beside(true).is_none() && lost.beside(false).is_some(), "from outside, only back in");
        let early = seen("?span=day&day=2010-01-01");
        assert!(early.beside(true).is_some() && early.beside(false).is_none());
    }

    #[test]
    fn it_is_compared_with_what_was_before() {
        let former = |query: &str| seen(query).former_range();
        assert_eq!(former("?day=2016-03-31&former=before"), Some(range("2016-02-01", "2016-03-01")));
        assert_eq!(former("?day=2016-02-29&former=year_before"), Some(range("2015-02-01", "2015-03-01")));
        let week = former("?span=week&day=2016-10-30&former=year_before").unwrap();
        assert_eq!((week.first.weekday(), week.days().count()), (chrono::Weekday::Mon, 7));
        assert_eq!(former("?span=day&day=2016-02-29&former=year_before"), Some(range("2015-02-28", "2015-03-01")));
        assert_eq!(former("?span=all&former=before"), None);
    }

    #[test]
    fn known_days_hold_the_last_reading() {
        let quarter = |text: &str| Quarter::at(text.parse().unwrap()).unwrap();
        let days = days_of(quarter("2015-12-31T23:00:00Z"), quarter("2016-12-31T23:00:00Z"));
        assert_eq!(days, range("2016-01-01", "2017-01-01"));
    }
}
