//! Good bodies, for tests to send or to spoil.

use chrono::NaiveDate;
use serde_json::{Value, json};

/// A meter that raises no warning, active from `valid_from` on.
pub(crate) fn meter(ean: &str, valid_from: NaiveDate) -> Value {
    json!({
        "ean": ean,
        "meter_number": "1SAG1100000001",
        "address": {
            "street": "Rue Haute", "number": "12A", "box": "3",
            "postcode": "5000", "city": "Namur", "country": "BE"
        },
        "phases": 3,
        "reading_frequency": "monthly",
        "tariff_group": "low_voltage",
        "voltage_system": "tri_400_n",
        "configuration": {
            "valid_from": valid_from,
            "description": "Roof of the barn",
            "sampling_power_kva": 9.2,
            "generating_capacity_kva": 5,
            "amperage_a": 40,
            "production_chain": "photovoltaic",
            "injection_status": "self_producer_owner",
            "dso": "ORES",
            "rate": "simple",
            "client_type": "residential",
            "member_id": null
        }
    })
}

/// The `n`th EAN of a series whose prefix and check digits are right.
pub(crate) fn ean(n: u64) -> String {
    let body = format!("541449020{n:08}");
    let sum: u32 = body
        .bytes()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// A person.
pub(crate) fn person(first_name: &str, last_name: &str) -> Value {
    json!({ "kind": "person", "first_name": first_name, "last_name": last_name, "status": "active" })
}

/// A community of Wallonia.
pub(crate) fn community(name: &str) -> Value {
    json!({ "name": name, "region": "wallonia", "type": "rec", "contact_email": "info@example.org" })
}

/// An invitation to become a manager.
pub(crate) fn invitation(email: &str) -> Value {
    json!({ "email": email, "name": "New Manager", "locale": "en", "roles": [{ "role": "manager" }] })
}

/// `body` as one of the wire's types.
pub(crate) fn typed<T: serde::de::DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

/// `body` with the value at a JSON pointer replaced, or added to its object.
pub(crate) fn with(mut body: Value, pointer: &str, value: impl Into<Value>) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(object) => {
            object.insert(name.to_owned(), value.into());
        }
        other => other[name.parse::<usize>().unwrap()] = value.into(),
    }
    body
}

/// `body` without the field at a JSON pointer.
pub(crate) fn without(mut body: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    body
}
