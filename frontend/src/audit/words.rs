//! The words of what was done, and the values before and after as a reader knows them.
//!
//! Names come from the server; one that this build does not know is shown as it is, so that the log never hides
//! anything.

use super::names::Names;
use crate::format;
use crate::i18n::{lookup, t};
use chrono::NaiveDate;
use serde_json::Value;

/// Fields whose values are words of other catalogues: the field, and the keys' prefix.
const VOCABULARIES: [(&str, &str); 14] = [
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
];

/// What was done, such as "Meter created".
pub fn action(name: &str) -> String {
    lookup(&format!("audit.action.{name}")).unwrap_or_else(|| name.to_owned())
}

/// The kind of object.
pub fn entity(name: &str) -> String {
    lookup(&format!("audit.entity.{name}")).unwrap_or_else(|| name.to_owned())
}

/// The name of a field.
pub fn field(name: &str) -> String {
    let last = name.rsplit(['.', '/']).next().unwrap_or(name);
    lookup(&format!("audit.field.{last}")).unwrap_or_else(|| name.to_owned())
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
            // The broader words first: a role, then its community, then the member.
            let order = |name: &str| ["role", "community_id"].iter().position(|known| *known == name).unwrap_or(2);
            let mut parts: Vec<_> = parts.iter().collect();
            parts.sort_by_key(|(name, _)| order(name));
            parts.iter().map(|(name, part)| self::value(entity, name, part, names)).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// The word of a vocabulary's value.
fn word(entity: &str, field: &str, text: &str) -> Option<String> {
    let last = field.rsplit(['.', '/']).next().unwrap_or(field);
    if last == "locale" {
        return text.parse().ok().map(|locale| crate::language::name(locale).to_owned());
    }
    let prefix = |wanted: &str| VOCABULARIES.iter().find(|(name, _)| *name == wanted).map(|(_, prefix)| *prefix);
    let prefix = prefix(&format!("{entity}.{last}")).or_else(|| prefix(last))?;
    lookup(&format!("{prefix}.{text}"))
}

fn date(text: &str) -> Option<String> {
    (text.len() == 10).then(|| text.parse::<NaiveDate>().ok()).flatten().map(format::date)
}
