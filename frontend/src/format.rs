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
    write(noon(day), &[("dateStyle", "medium"), ("timeZone", "Europe/Brussels")])
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

/// A number with so many decimals, as the language writes it.
pub fn fixed(number: f64, decimals: u8) -> String {
    let options = Object::new();
    for name in ["minimumFractionDigits", "maximumFractionDigits"] {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from(decimals));
    }
    let formatter = Intl::NumberFormat::new(&Array::of1(&JsValue::from_str(tag(locale()))), &options);
    let written = formatter.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(number));
    written.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A percentage as it is, with all its decimals, such as `33.3334 %`.
pub fn exact_percent(percent: Decimal) -> String {
    format!("{}\u{202f}%", typed(percent))
}

/// A share that was calculated, with one decimal at most: `7.4 %`, `60 %`.
pub fn share(percent: Decimal) -> String {
    match percent.to_string().split_once('.') {
        Some((_, decimals)) if decimals.len() > 1 => {
            percent.to_string().parse().map_or_else(|_| exact_percent(percent), percentage)
        }
        _ => exact_percent(percent),
    }
}

/// A price that was calculated, in cents: `78.71 €/MWh`.
pub fn mean_price(amount: &str, currency: &str) -> String {
    let written = amount.parse().map_or_else(|_| amount.to_owned(), |float: f64| fixed(float, 2));
    format!("{written}\u{202f}{}", per_mwh(currency))
}

/// The unit of prices of energy, such as `€/MWh`.
pub fn per_mwh(currency: &str) -> String {
    let sign = if currency == "EUR" { "€" } else { currency };
    format!("{sign}/MWh")
}

/// A price of energy, such as `82.50 €/MWh`.
pub fn price(amount: &str, currency: &str) -> String {
    format!("{}\u{202f}{}", amount_of(amount), per_mwh(currency))
}

/// An amount of money as the language writes it: with cents, and further decimals where it has them.
pub fn amount_of(amount: &str) -> String {
    let decimals = amount.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len());
    let decimals = u8::try_from(decimals.max(2)).unwrap_or(2);
    amount.parse().map_or_else(|_| amount.to_owned(), |float: f64| fixed(float, decimals))
}

/// A percentage with one decimal, such as `61.4 %`.
pub fn percentage(number: f64) -> String {
    format!("{}\u{202f}%", fixed(number, 1))
}

/// An amount of energy in kWh: with a decimal below a thousand, whole above.
pub fn energy(wh: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "only shown; exact up to 2^53")]
    let kwh = wh as f64 / 1000.0;
    format!("{}\u{202f}kWh", fixed(kwh, if wh < 1_000_000 { 1 } else { 0 }))
}

/// The energy of a quarter-hour, in kWh with three decimals: whole Wh.
pub fn quarter_energy(wh: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "only shown; exact up to 2^53")]
    let kwh = wh as f64 / 1000.0;
    format!("{}\u{202f}kWh", fixed(kwh, 3))
}

/// The time of an instant in Brussels, such as `14:05`.
pub fn time(at: DateTime<Utc>) -> String {
    write(at, &[("timeStyle", "short"), ("timeZone", "Europe/Brussels")])
}

/// A month and its year, such as `Jun 2016`.
pub fn month(year: i32, month: u32) -> String {
    let day = NaiveDate::from_ymd_opt(year, month, 15).unwrap_or_default();
    write(noon(day), &[("year", "numeric"), ("month", "short"), ("timeZone", "Europe/Brussels")])
}

/// A month by its full name, such as `June 2016`.
pub fn month_long(day: NaiveDate) -> String {
    write(noon(day), &[("year", "numeric"), ("month", "long"), ("timeZone", "Europe/Brussels")])
}

/// The short name of a day's weekday, such as `Mon`.
pub fn weekday(day: NaiveDate) -> String {
    write(noon(day), &[("weekday", "short"), ("timeZone", "Europe/Brussels")])
}

/// A calendar day with its weekday, such as `Saturday 21 November 2026`.
pub fn day(day: NaiveDate) -> String {
    write(noon(day), &[("dateStyle", "full"), ("timeZone", "Europe/Brussels")])
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc()
}

/// The name of a month alone, such as `Jun`.
pub fn month_name(year: i32, month: u32) -> String {
    let day = NaiveDate::from_ymd_opt(year, month, 15).unwrap_or_default();
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    write(noon, &[("month", "short"), ("timeZone", "Europe/Brussels")])
}

/// A day without its year, such as `21 Nov`.
pub fn short_date(day: NaiveDate) -> String {
    let noon = day.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    write(noon, &[("day", "numeric"), ("month", "short"), ("timeZone", "Europe/Brussels")])
}

/// A decimal number with its unit, such as `9.2 kVA`.
pub fn quantity(number: Decimal, unit: &str) -> String {
    format!("{}\u{202f}{unit}", decimal(number))
}

/// A decimal number as somebody would type it: the language's decimal mark, and no thousands.
pub fn typed(number: Decimal) -> String {
    let text = number.to_string();
    if locale() == Locale::En { text } else { text.replace('.', ",") }
}

/// A text, or the word for none.
pub fn or_none(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map_or_else(|| t("common.none"), str::to_owned)
}

/// The name of a country, by its code; the code itself where there is no such country.
pub fn country(code: &str) -> String {
    // The browser throws at anything that has not the form of a code.
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return code.to_owned();
    }
    let options = options(&[("type", "region"), ("fallback", "code")]);
    let names = Intl::DisplayNames::new(&Array::of1(&JsValue::from_str(tag(locale()))), &options);
    names.of(code).map_or_else(|| code.to_owned(), String::from)
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
