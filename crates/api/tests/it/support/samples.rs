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

/// What identifies that meter, to replace it with.
pub(crate) fn identity(ean: &str) -> Value {
    without(meter(ean, NaiveDate::default()), "/configuration")
}

/// That meter's configuration, from a day on.
pub(crate) fn configuration(valid_from: NaiveDate) -> Value {
    meter("", valid_from)["configuration"].take()
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

/// A key of three consumers: weights, then prorata.
pub(crate) fn key(name: &str) -> Value {
    json!({
        "name": name,
        "description": "",
        "consumers": [{ "name": "Cons1" }, { "name": "Cons2" }, { "name": "Cons3", "meter_id": null }],
        "iterations": [
            { "share_percent": 70, "rule": "weighted", "weights_percent": [40, 40, 20], "refill": false },
            { "share_percent": 30, "rule": "prorata" }
        ]
    })
}

/// A company with all that can be said of one.
pub(crate) fn company() -> Value {
    json!({
        "kind": "company", "company_name": "Bakery", "status": "active", "email": "bakery@example.org",
        "address": {
            "street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"
        },
        "billing_address": { "street": "Rue Basse", "number": "1", "postcode": "4000", "city": "Liège" },
        "iban": "be68 5390 0754 7034", "enterprise_number": "0403.019.261"
    })
}

/// An invitation to see a member's meters.
pub(crate) fn portal_invitation(email: &str) -> Value {
    json!({ "email": email, "name": "Household A", "locale": "fr" })
}

/// A customer account with access to Belgian power, of which everything but the manager's forecast is shared.
pub(crate) fn customer(email: &str) -> Value {
    json!({
        "company": "Bakery", "demo": false, "locale": "fr", "access": true, "editor": "customer",
        "contact": { "last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00", "email": email },
        "services": [service(0)]
    })
}

/// What that account is to become, its services as they are.
pub(crate) fn customer_change() -> Value {
    json!({
        "company": "Bakery", "access": true, "editor": "kam",
        "contact": { "last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00" }
    })
}

/// A service on the `n`th market, active when tests begin.
pub(crate) fn service(n: usize) -> Value {
    json!({
        "market_id": domain::market::MARKETS[n].id, "start_date": "2026-06-01", "end_date": "2027-12-31",
        "forecasts": ["application", "client"], "max_optimisations": 2
    })
}

/// An optimisation on Belgian power, fixed by years, with 80 % to fix in tranches of 20 %.
pub(crate) fn optimisation() -> Value {
    json!({
        "contract_name": "Electricity 2028", "market_id": domain::market::MARKETS[0].id,
        "tariff_indexes": ["Base"], "minimum_period": "year", "minimum_fixing_percent": 20,
        "delivery_from": "2028-01-01", "delivery_to": "2029-01-01", "risk_appetite": "low", "percent_to_fix": 80,
        "baseline": { "origin": "application", "scenario": "mid" }
    })
}

/// A fixing of 20 % of it.
pub(crate) fn fixing(on: NaiveDate) -> Value {
    json!({ "period_from": "2028-01-01", "fixed_on": on, "percent": 20, "price_per_mwh": "84.25" })
}

/// A forecast of one product for two days.
pub(crate) fn forecast() -> Value {
    json!({
        "comment": "Calm",
        "series": [{ "load": "base", "delivery": "2028", "points": [
            { "date": "2026-07-01", "low": "70.5", "mid": "80", "high": "91.001" },
            { "date": "2026-08-01", "low": "71", "mid": "81.25", "high": "92" }
        ] }]
    })
}

/// A file of one price.
pub(crate) const PRICE_FILE: &str = "date,load,delivery,price
2026-06-01,base,2028,84.25
";
/// A file of one day of a forecast.
pub(crate) const FORECAST_FILE: &str = "date,load,delivery,low,mid,high
2026-07-01,base,2028,70,80,90
";

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

/// The headings of [`meter_row`].
pub(crate) const METER_HEADINGS: &str = "EAN;Numéro de compteur;Rue;Numéro;Code postal;Localité;Phases;\
    Fréquence de relevé;Groupe tarifaire;Date d’activation;Puissance de prélèvement (kVA);Ampérage (A);GRD;Tarif;\
    Type de client;Propriétaire";

/// A row of a file of meters, good as it is.
pub(crate) fn meter_row(ean: &str) -> String {
    format!(
        "{ean};1SAG11;Rue Haute;12A;5000;Namur;3;Mensuelle;Basse tension;15/06/2026;9,2;40;ORES;Mono-horaire;Résidentiel;"
    )
}

/// A file with a good row for each of these meters.
pub(crate) fn meter_file(eans: &[&str]) -> String {
    let rows: Vec<String> = eans.iter().map(|ean| meter_row(ean)).collect();
    format!("{METER_HEADINGS}\n{}\n", rows.join("\n"))
}
