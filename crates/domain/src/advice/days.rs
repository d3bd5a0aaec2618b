//! Trading days: Monday to Friday without the days on which European energy exchanges are usually closed.
//!
//! Those are New Year, Good Friday, Easter Monday, 1 May, Christmas and the day after. Exchanges publish their calendars
//! year by year and differ in single days; an advised day that turns out closed is fixed on the next one.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Whether products are traded on a day.
#[must_use]
pub fn is_trading_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

fn is_holiday(day: NaiveDate) -> bool {
    if matches!((day.month(), day.day()), (1, 1) | (5, 1) | (12, 25 | 26)) {
        return true;
    }
    let Some(easter) = easter_sunday(day.year()) else { return false };
    let good_friday = easter.checked_sub_days(Days::new(2));
    Some(day) == good_friday || Some(day) == easter.succ_opt()
}

/// The first Sunday after the first full moon of spring, by the rule of Gauss for the Gregorian calendar in the form
/// without exceptions (Meeus, Jones, Butcher).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
