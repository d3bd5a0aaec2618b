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

pub fn identity() -> Value {
    let mut body = meter();
    body.as_object_mut().unwrap().remove("configuration");
    body
}

pub fn configuration() -> Value {
    meter()["configuration"].take()
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
        "email": "jo@example.org", "phone": "+32 2 555 00 00", "status": "pending",
        "address": {
            "street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"
        },
        "billing_address": {
            "street": "Rue Basse", "number": "1", "box": null, "postcode": "5001", "city": "Namur", "country": "BE"
        },
        "iban": "BE68 5390 0754 7034", "enterprise_number": "BE 0403.019.261"
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

pub fn portal_invitation() -> Value {
    json!({"email": "jo@example.org", "name": "Jo Peeters", "locale": "nl"})
}

pub fn user_update() -> Value {
    json!({"roles": [{"role": "kam"}]})
}

pub fn profile() -> Value {
    json!({"name": "Jo Peeters", "locale": "de"})
}

pub fn optimisation() -> Value {
    json!({
        "contract_name": "Electricity 2028", "market_id": "019a6d6e-0000-7000-8000-000000000001",
        "points_of_delivery": "Shop", "tariff_indexes": ["Base"], "minimum_period": "year",
        "minimum_fixing_percent": 20, "delivery_from": "2028-01-01", "delivery_to": "2029-01-01",
        "risk_appetite": "low", "percent_to_fix": 100, "baseline": {"origin": "application", "scenario": "mid"}
    })
}

pub fn fixing() -> Value {
    json!({"period_from": "2028-01-01", "fixed_on": "2026-11-21", "percent": 20, "price_per_mwh": "84.25"})
}

pub fn customer() -> Value {
    json!({
        "company": "Bakery", "reference": "C-42", "demo": false,
        "contact": {
            "last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00", "email": "bakery@example.org"
        },
        "locale": "fr", "access": true, "editor": "customer",
        "services": [{
            "market_id": "019a6d6e-0000-7000-8000-000000000001", "start_date": "2026-11-28", "end_date": "2027-12-31",
            "forecasts": ["application"], "max_optimisations": 2
        }]
    })
}

pub fn customer_change() -> Value {
    let mut body = customer();
    body["contact"].as_object_mut().unwrap().remove("email");
    body
}

pub fn forecast() -> Value {
    json!({
        "organisation_id": "0199a3f2-0000-7000-8000-000000000001", "comment": "After the cold spell",
        "series": [{"load": "base", "delivery": "2028", "points": [
            {"date": "2026-12-01", "low": "71.50", "mid": "84.25", "high": "98.00"}
        ]}]
    })
}

pub fn client_forecast() -> Value {
    let mut body = forecast();
    body.as_object_mut().unwrap().remove("organisation_id");
    body["market_id"] = json!("019a6d6e-0000-7000-8000-000000000001");
    body
}

pub fn notifications() -> Value {
    json!({"recipients": [
        {"kind": "other", "email": "buyer@example.org", "name": "Purchasing", "locale": "nl", "events": ["advice_due"]}
    ]})
}
