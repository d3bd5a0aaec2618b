//! Advice as an iCalendar file (RFC 5545): one all-day event for each.

use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::AdviceState;
use domain::vocabulary::Locale;
use store::CalendarEntryView;

/// The media type of what [`calendar`] gives.
pub(crate) const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// Octets of a line; what is longer goes on in the next one.
const LINE: usize = 75;

/// The file, in the language of its reader.
pub(crate) fn calendar(entries: &[CalendarEntryView], locale: Locale, origin: &str, now: DateTime<Utc>) -> String {
    let mut file = String::new();
    let name = match locale {
        Locale::En => "Fixing advice",
        Locale::Fr => "Conseils de fixation",
        Locale::Nl => "Klikadvies",
        Locale::De => "Fixierungsempfehlungen",
    };
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Clef//Fixing advice//EN", "CALSCALE:GREGORIAN"] {
        push(&mut file, line);
    }
    push(&mut file, &format!("X-WR-CALNAME:{name}"));
    for entry in entries {
        event(&mut file, entry, locale, origin, now);
    }
    push(&mut file, "END:VCALENDAR");
    file
}

fn event(file: &mut String, entry: &CalendarEntryView, locale: Locale, origin: &str, now: DateTime<Utc>) {
    let next = entry.on.succ_opt().unwrap_or(entry.on);
    let about = format!("{}, {}", entry.company, entry.contract_name);
    let summary = format!("{} {} %: {about}", verb(locale, entry.state), entry.percent.decimal());
    let description = format!("{} {} – {}", entry.market, entry.period.from, entry.period.to);
    push(file, "BEGIN:VEVENT");
    push(file, &format!("UID:{}@clef", entry.advice_id));
    push(file, &format!("DTSTAMP:{}", now.format("%Y%m%dT%H%M%SZ")));
    push(file, &format!("DTSTART;VALUE=DATE:{}", date(entry.on)));
    push(file, &format!("DTEND;VALUE=DATE:{}", date(next)));
    push(file, &format!("SUMMARY:{}", escaped(&summary)));
    push(file, &format!("DESCRIPTION:{}", escaped(&description)));
    push(file, &format!("URL:{origin}/optimisations/{}", entry.optimisation_id));
    push(file, "TRANSP:TRANSPARENT");
    push(file, "END:VEVENT");
}

/// What is to be done, or what became of it.
const fn verb(locale: Locale, state: AdviceState) -> &'static str {
    match (locale, state) {
        (Locale::En, AdviceState::Advised) => "Fix",
        (Locale::Fr, AdviceState::Advised) => "Fixer",
        (Locale::Nl, AdviceState::Advised) => "Vastklikken:",
        (Locale::De, AdviceState::Advised) => "Fixieren:",
        (Locale::En, AdviceState::Missed) => "Missed",
        (Locale::Fr, AdviceState::Missed) => "Manqué",
        (Locale::Nl, AdviceState::Missed) => "Gemist",
        (Locale::De, AdviceState::Missed) => "Verpasst",
        (Locale::En, AdviceState::Done) => "Fixed",
        (Locale::Fr, AdviceState::Done) => "Fixé",
        (Locale::Nl, AdviceState::Done) => "Vastgeklikt",
        (Locale::De, AdviceState::Done) => "Fixiert",
        (Locale::En, AdviceState::PartiallyDone) => "Partly fixed",
        (Locale::Fr, AdviceState::PartiallyDone) => "Fixé en partie",
        (Locale::Nl, AdviceState::PartiallyDone) => "Deels vastgeklikt",
        (Locale::De, AdviceState::PartiallyDone) => "Teilweise fixiert",
        (Locale::En, AdviceState::Superseded | AdviceState::Cancelled) => "Cancelled",
        (Locale::Fr, AdviceState::Superseded | AdviceState::Cancelled) => "Annulé",
        (Locale::Nl, AdviceState::Superseded | AdviceState::Cancelled) => "Geannuleerd",
        (Locale::De, AdviceState::Superseded | AdviceState::Cancelled) => "Storniert",
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A text in which nothing has a meaning of its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends a line, folded between characters where it is too long.
fn push(file: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            file.push_str("\r\n ");
            used = 1;
        }
        file.push(c);
        used += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::key::Percent;
    use domain::optimisation::Span;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(company: &str) -> CalendarEntryView {
        CalendarEntryView {
            advice_id: Uuid::from_u128(1),
            on: day("2026-12-31"),
            percent: Percent::of(20),
            state: AdviceState::Advised,
            period: Span { from: day("2027-01-01"), to: day("2028-01-01") },
            optimisation_id: Uuid::from_u128(2),
            contract_name: "Gas; 2027".to_owned(),
            customer_id: Uuid::from_u128(3),
            company: company.to_owned(),
            market_id: Uuid::from_u128(4),
            market: "TTF".to_owned(),
            version: 1,
        }
    }

    #[test]
    fn a_day_is_an_event_of_the_whole_day() {
        let now = "2026-11-28T12:00:00Z".parse().unwrap();
        let file = calendar(&[entry("A\\B\nC")], Locale::En, "https://clef.example", now);
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        assert!(file.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        assert!(file.contains("SUMMARY:Fix 20 %: A\\\\B\\nC\\, Gas\\; 2027\r\n"), "{file}");
        assert!(file.contains("DTSTAMP:20261128T120000Z\r\n"));
    }

    #[test]
    fn no_line_is_longer_than_readers_take_and_none_breaks_a_character() {
        let now = "2026-11-28T12:00:00Z".parse().unwrap();
        let file = calendar(&[entry(&"é".repeat(200))], Locale::Fr, "https://clef.example", now);
        assert!(file.split("\r\n").all(|line| line.len() <= LINE));
        assert!(file.replace("\r\n ", "").contains(&"é".repeat(200)));
    }
}
