//! Dates and numbers as the user's language writes them, by the browser's own `Intl`.
//!
//! Days and times are those of Europe/Brussels, whatever the browser's time zone.

use crate::i18n::{locale, t, tr};
use chrono::{DateTime, NaiveDate, Utc};
use domain::quantity::Decimal;
use domain::vocabulary::Locale;
use js_sys::{Array, Date, Intl, Number, Object, Reflect};
use wasm_bindgen::JsValue;

/// The language tag for `Intl` and `lang`; Belgian conventions.
const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en-GB",
        Locale::Fr => "fr-BE",
        Locale::Nl => "nl-BE",
        Locale::De => "de-BE",
    }
}

/// A calendar day, such as `21 Nov 2026`.
pub fn date(day: NaiveDate) -> String {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    write(noon, &[("dateStyle", "medium"), ("timeZone", "Europe/Brussels")])
}

/// An instant with date and time, such as `21 Nov 2026, 14:05`.
pub fn instant(at: DateTime<Utc>) -> String {
    write(at, &[("dateStyle", "medium"), ("timeStyle", "short"), ("timeZone", "Europe/Brussels")])
}

/// How long ago an instant was, such as `3 hours ago`; the date once that is a month.
pub fn ago(at: DateTime<Utc>) -> String {
    let Some((count, unit)) = elapsed((now() - at).num_seconds()) else { return date(at.date_naive()) };
    let options = options(&[("numeric", "auto")]);
    let formatter = Intl::RelativeTimeFormat::new(&Array::of1(&JsValue::from_str(tag(locale()))), &options);
    String::from(formatter.format(-f64::from(count), unit))
}

/// The largest unit that fits, up to 30 days.
fn elapsed(seconds: i64) -> Option<(i32, &'static str)> {
    let (count, unit) = match seconds {
        ..60 => (0, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        _ => return None,
    };
    Some((i32::try_from(count).ok()?, unit))
}

/// Who changed something last, and when.
pub fn last_change(by: Option<&str>, at: DateTime<Utc>) -> String {
    let when = instant(at);
    match by {
        Some(name) => tr("common.changed_by", &[("name", name), ("when", &when)]),
        None => tr("common.changed", &[("when", &when)]),
    }
}

/// A whole number with the language's thousands.
pub fn whole(number: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "only shown; exact up to 2^53")]
    let number = number as f64;
    String::from(Number::from(number).to_locale_string(tag(locale())))
}

/// A decimal number with the language's thousands and comma, at most three decimals.
pub fn decimal(number: Decimal) -> String {
    let text = number.to_string();
    text.parse::<f64>().map_or(text, |float| String::from(Number::from(float).to_locale_string(tag(locale()))))
}

/// A decimal number with its unit, such as `9.2 kVA`.
pub fn quantity(number: Decimal, unit: &str) -> String {
    format!("{}\u{202f}{unit}", decimal(number))
}

/// A text, or the word for none.
pub fn or_none(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map_or_else(|| t("common.none"), str::to_owned)
}

/// The present instant, by the browser's clock.
pub fn now() -> DateTime<Utc> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit by far")]
    let milliseconds = Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Today in Europe/Brussels, by the browser's clock.
pub fn today() -> NaiveDate {
    domain::time::brussels_date(now())
}

fn write(at: DateTime<Utc>, parts: &[(&str, &str)]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of the years 1900 to 2199 are exact")]
    let milliseconds = at.timestamp_millis() as f64;
    let date = Date::new(&JsValue::from_f64(milliseconds));
    String::from(date.to_locale_string(tag(locale()), &options(parts)))
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elapsed_time_is_said_in_the_largest_unit() {
        for (seconds, expected) in [
            (-5, Some((0, "second"))),
            (59, Some((0, "second"))),
            (60, Some((1, "minute"))),
            (7_199, Some((1, "hour"))),
            (86_400, Some((1, "day"))),
            (2_592_000, None),
        ] {
            assert_eq!(elapsed(seconds), expected, "{seconds}");
        }
    }
}
