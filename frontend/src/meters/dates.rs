//! The days from which a change usually holds.

use crate::format;
use crate::i18n::t;
use crate::ui::Choice;
use chrono::{Datelike, Months, NaiveDate};

/// The shortcuts.
pub fn shortcuts() -> Vec<Choice> {
    let today = format::today();
    let choice = |day: NaiveDate, label: String| Choice::new(day.to_string(), label);
    let next = first_of_next_month(today).map(|day| choice(day, t("meters.date.next_month")));
    [Some(choice(today, t("meters.date.today"))), next].into_iter().flatten().collect()
}

/// The day on which many contracts change.
fn first_of_next_month(today: NaiveDate) -> Option<NaiveDate> {
    today.with_day(1)?.checked_add_months(Months::new(1))
}

#[cfg(test)]
mod tests {
    use super::first_of_next_month;
    use chrono::NaiveDate;

    #[test]
    fn the_next_month_begins_with_its_first() {
        for (today, expected) in [((2026, 11, 22), (2026, 12, 1)), ((2026, 12, 31), (2027, 1, 1))] {
            let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
            assert_eq!(day(today).and_then(first_of_next_month), day(expected));
        }
    }
}
