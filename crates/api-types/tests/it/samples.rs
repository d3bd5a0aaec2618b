//! Bodies that the API accepts, with every field set.

use serde_json::{Value, json};

pub fn meter() -> Value {
    json!({
        "ean": "541449020000000001",
        "meter_number": "1SAG1100000001",
        "address": {
            "street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"
        },
        "phases": 3,
        "reading_frequency": "monthly",
        "tariff_group": "low_voltage",
        "voltage_system": "tri_400_n",
        "configuration": {
            "valid_from": "2026-01-01", "description": "", "status": "active", "sampling_power_kva": 9.2,
            "generating_capacity_kva": 5, "amperage_a": 40, "production_chain": "photovoltaic",
            "injection_status": "self_producer_owner", "dso": "ORES", "rate": "simple",
            "client_type": "residential", "member_id": null
        }
    })
}

pub fn person() -> Value {
    json!({
        "kind": "person", "first_name": "Jo", "last_name": "Peeters", "company_name": null,
        "email": "jo@example.org", "phone": "+32 2 555 00 00", "status": "active"
    })
}

pub fn company() -> Value {
    json!({
        "kind": "company", "first_name": "Jo", "last_name": "Peeters", "company_name": "Bakery",
        "email": "jo@example.org", "phone": "+32 2 555 00 00", "status": "pending"
    })
}

pub fn community() -> Value {
    json!({
        "name": "Quartier du Parc", "region": "wallonia", "type": "rec", "contact_email": "info@example.org",
        "contact_phone": "+32 81 55 00 00"
    })
}

pub fn new_community() -> Value {
    let mut body = community();
    body["organisation_id"] = json!("01936d6e-0000-7000-8000-000000000001");
    body
}

pub fn organisation() -> Value {
    json!({"name": "Énergie du Hain"})
}

pub fn invitation() -> Value {
    json!({"email": "jo@example.org", "name": "Jo Peeters", "locale": "nl", "roles": [{"role": "manager"}]})
}

pub fn user_update() -> Value {
    json!({"roles": [{"role": "kam"}]})
}

pub fn profile() -> Value {
    json!({"name": "Jo Peeters", "locale": "de"})
}
