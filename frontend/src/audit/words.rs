//! The words of what was done, and the values before and after as a reader knows them.
//!
//! Names come from the server; one that this build does not know is shown as it is, so that the log never hides
//! anything.

use super::names::Names;
use crate::format;
use crate::i18n::{below, lookup, t};
use chrono::{Days, NaiveDate};
use serde_json::Value;

/// Fields whose values are words of other catalogues: the field, and the keys' prefix.
const VOCABULARIES: [(&str, &str); 23] = [
    ("region", "communities.region"),
    ("type", "communities.type"),
    ("kind", "members.kind"),
    ("member.status", "members.status"),
    ("status", "meters.status"),
    ("phases", "meters.phases"),
    ("reading_frequency", "meters.reading_frequency"),
    ("tariff_group", "meters.tariff_group"),
    ("voltage_system", "meters.voltage_system"),
    ("rate", "meters.rate"),
    ("client_type", "meters.client_type"),
    ("production_chain", "meters.production_chain"),
    ("injection_status", "meters.injection_status"),
    ("role", "users.role"),
    ("rule", "keys.rule"),
    ("method", "keys.method"),
    ("market", "customers.market"),
    ("forecasts", "customers.forecast"),
    ("editor", "customers.editor"),
    ("risk_appetite", "optimisations.risk"),
    ("minimum_period", "optimisations.minimum_period"),
    ("origin", "markets.source"),
    ("scenario", "markets.scenario"),
];

/// What was done, such as "Meter created".
pub fn action(name: &str) -> String {
    lookup(&format!("audit.action.{name}")).unwrap_or_else(|| name.to_owned())
}

/// Every action there are words for.
pub fn actions() -> Vec<String> {
    below("audit.action")
}

/// The kind of object.
pub fn entity(name: &str) -> String {
    lookup(&format!("audit.entity.{name}")).unwrap_or_else(|| name.to_owned())
}

/// How the object is called, and the period of it that was changed, where it is about one.
pub fn label(text: &str) -> (String, Option<String>) {
    match text.rsplit_once(' ').and_then(|(object, period)| Some((object, days(period)?))) {
        Some((object, (from, last))) => {
            let last = last.map(format::date).unwrap_or_default();
            (object.to_owned(), Some(format!("{} – {last}", format::date(from)).trim_end().to_owned()))
        }
        None => (text.to_owned(), None),
    }
}

/// The first and the last day of a period that is written half-open, such as `2026-12-01/2027-03-01` or
/// `2026-12-01/..`.
fn days(period: &str) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let (from, until) = period.split_once('/')?;
    let last = match until {
        ".." => None,
        day => Some(day.parse::<NaiveDate>().ok()?.checked_sub_days(Days::new(1))?),
    };
    Some((from.parse().ok()?, last))
}

/// The name of a field; a part of the billing address says so.
pub fn field(name: &str) -> String {
    let last = name.rsplit(['.', '/']).next().unwrap_or(name);
    let word = lookup(&format!("audit.field.{last}")).unwrap_or_else(|| name.to_owned());
    if name.starts_with("billing_address.") { format!("{} · {word}", t("audit.field.billing_address")) } else { word }
}

/// A value as it is read in a log.
pub fn value(entity: &str, field: &str, value: &Value, names: &Names) -> String {
    match value {
        Value::Null => t("audit.nothing"),
        Value::String(text) if text.is_empty() => t("audit.nothing"),
        Value::String(text) if field.ends_with("_id") => names.of(text),
        Value::String(text) => word(entity, field, text).or_else(|| date(text)).unwrap_or_else(|| text.clone()),
        Value::Number(number) => word(entity, field, &number.to_string())
            .or_else(|| domain::quantity::Decimal::parse(&number.to_string()).ok().map(format::decimal))
            .unwrap_or_else(|| number.to_string()),
        Value::Bool(truth) => lookup(&format!("audit.boolean.{truth}")).unwrap_or_else(|| truth.to_string()),
        Value::Array(items) => {
            items.iter().map(|item| self::value(entity, field, item, names)).collect::<Vec<_>>().join(", ")
        }
        Value::Object(parts) => {
            // The broader words first: a role, then its community, then the member; a market, then its days.
            let first = ["role", "community_id", "market", "start_date", "end_date"];
            let order = |name: &str| first.iter().position(|known| *known == name).unwrap_or(first.len());
            let mut parts: Vec<_> = parts.iter().collect();
            parts.sort_by_key(|(name, _)| order(name));
            parts.iter().map(|(name, part)| self::value(entity, name, part, names)).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// A value in which no id has to be named.
pub fn plain_value(entity: &str, field: &str, value: &Value) -> String {
    self::value(entity, field, value, &Names::default())
}

/// The word of a vocabulary's value.
fn word(entity: &str, field: &str, text: &str) -> Option<String> {
    let last = field.rsplit(['.', '/']).next().unwrap_or(field);
    if last == "locale" {
        return text.parse().ok().map(|locale| crate::language::name(locale).to_owned());
    }
    match last {
        "country" => return Some(format::country(text)),
        "iban" => return Some(domain::iban::grouped(text)),
        "enterprise_number" => return Some(domain::enterprise::grouped(text)),
        _ => {}
    }
    let prefix = |wanted: &str| VOCABULARIES.iter().find(|(name, _)| *name == wanted).map(|(_, prefix)| *prefix);
    let prefix = prefix(&format!("{entity}.{last}")).or_else(|| prefix(last))?;
    lookup(&format!("{prefix}.{text}"))
}

fn date(text: &str) -> Option<String> {
    (text.len() == 10).then(|| text.parse::<NaiveDate>().ok()).flatten().map(format::date)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_period_is_told_by_its_first_and_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(days("2026-12-01/.."), Some((day("2026-12-01"), None)));
        assert_eq!(days("2026-12-01/2027-03-01"), Some((day("2026-12-01"), Some(day("2027-02-28")))));
        for other in ["A/B", "2026-12-01", "", "2026-12-01/x"] {
            assert_eq!(days(other), None, "{other}");
        }
        assert_eq!(label("Household A"), ("Household A".to_owned(), None));
    }
}
