//! Examples of what is sent and answered, by the name of their schema. A test holds each against its schema.

#[path = "advice_examples.rs"]
mod advice;

use super::reading_examples;
use serde_json::{Value, json};

const ORGANISATION: &str = "0199a3f2-0000-7000-8000-000000000001";
pub(super) const COMMUNITY: &str = "0199a3f2-0000-7000-8000-000000000002";
const MEMBER: &str = "0199a3f2-0000-7000-8000-000000000003";
pub(super) const METER: &str = "0199a3f2-0000-7000-8000-000000000004";
const USER: &str = "0199a3f2-0000-7000-8000-000000000005";
const KEY: &str = "0199a3f2-0000-7000-8000-000000000008";
const KEY_VERSION: &str = "0199a3f2-0000-7000-8000-000000000009";
pub(super) const IMPORT: &str = "0199a3f2-0000-7000-8000-000000000008";
const CALCULATION: &str = "0199a3f2-0000-7000-8000-000000000010";
const CUSTOMER: &str = "0199a3f2-0000-7000-8000-00000000000a";
const FORECAST: &str = "0199a3f2-0000-7000-8000-00000000000b";
const MARKET: &str = "019a6d6e-0000-7000-8000-000000000001";
pub(super) const CREATED: &str = "2026-01-05T08:30:00Z";
const TOKEN: &str = "pWx1V7mF2sQ9cYt4bNh8KzRgLd6eUa3oJi5fCv0XyTk";

/// The example of a schema; a page of something holds one of it.
pub(super) fn of(schema: &str) -> Option<Value> {
    if let Some(entry) = schema.strip_prefix("Page_") {
        return Some(json!({ "items": [of(entry)?], "next_cursor": null, "total": 1 }));
    }
    Some(match schema {
        "AccessToken" => {
            json!({"access_token": "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJjbGVmIn0.c2lnbmF0dXJl", "token_type": "Bearer", "expires_in": 600})
        }
        "TokenAndPassword" => json!({"token": TOKEN, "password": "correct horse battery staple"}),
        "InvitationToken" => json!({"token": TOKEN}),
        "InvitationOffer" => json!({"email": "new.manager@example.org", "name": "New manager",
            "organisation_name": "Énergie du Hain", "locale": "fr", "login_exists": false}),
        "Me" => me(),
        "Organisation" => json!({"id": ORGANISATION, "name": "Énergie du Hain", "created_at": CREATED,
            "updated_at": CREATED, "updated_by": null}),
        "OrganisationUser" => json!({"id": USER, "email": "new.manager@example.org", "name": "New manager",
            "state": "invited", "roles": [{"role": "manager"}], "created_at": CREATED,
            "invitation_expires_at": "2026-01-12T08:30:00Z", "updated_at": CREATED, "updated_by": "Demo manager"}),
        "Community" => json!({"id": COMMUNITY, "organisation_id": ORGANISATION, "name": "Quartier du Parc",
            "region": "wallonia", "type": "rec", "contact_email": "info@example.org", "contact_phone": null,
            "member_count": 12, "meter_count": 14, "permissions": ["community:read", "meters:read"],
            "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo manager"}),
        "Member" => json!({"id": MEMBER, "community_id": COMMUNITY, "display_name": "School", "kind": "company",
            "first_name": null, "last_name": null, "company_name": "School", "email": "school@example.org",
            "phone": null, "address": address(), "billing_address": null, "iban": "BE68539007547034",
            "enterprise_number": "BE0403019261", "status": "active", "portal_access": "invited", "meter_count": 1,
            "created_at": CREATED, "updated_at": CREATED,
            "updated_by": "Demo manager"}),
        "PortalUser" => json!({"id": USER, "email": "school@example.org", "name": "School", "state": "invited",
            "created_at": CREATED, "invitation_expires_at": "2026-01-12T08:30:00Z"}),
        "DsoList" => json!({"items": [{"code": "ORES", "name": "ORES", "region": "wallonia",
            "glns": ["5414490000019"], "ean_prefixes": ["5414490"]}]}),
        "Meter" => meter(),
        "Configuration" => configuration(),
        "MeterSummary" => json!({"id": METER, "ean": "541448820000000008", "scheme": "be_ean",
            "meter_number": "1SAG1100000001", "address": address(), "status": "active", "valid_from": "2026-01-01",
            "dso": "ORES", "production_chain": "photovoltaic", "rate": "simple", "client_type": "residential",
            "member_id": MEMBER, "member_name": "School", "updated_at": CREATED}),
        "AllocationKey" => key(json!({"id": KEY, "community_id": COMMUNITY, "version_id": KEY_VERSION,
            "version_number": 1, "archived_at": null, "created_at": CREATED, "updated_at": CREATED,
            "updated_by": "Demo manager"})),
        "KeyVersion" => key(json!({"id": KEY_VERSION, "key_id": KEY, "number": 1, "created_at": CREATED,
            "created_by": "Demo manager"})),
        "KeySummary" => json!({"id": KEY, "name": "Weights, then prorata", "description": "", "method": "cascade",
            "rules": ["weighted", "prorata"], "iteration_count": 2, "consumer_count": 2, "version_number": 1,
            "archived_at": null, "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo manager"}),
        "KeyVersionSummary" => json!({"id": KEY_VERSION, "number": 1, "name": "Weights, then prorata",
            "consumer_count": 2, "iteration_count": 2, "created_at": CREATED, "created_by": "Demo manager"}),
        "CheckedKey" => json!({"key": {"name": "Weights, then prorata", "description": "",
            "consumers": [{"name": "School", "meter_id": METER}, {"name": "Household A", "meter_id": null}],
            "iterations": iterations(), "method": "cascade"}, "warnings": [], "always_reaches_bound": true}),
        "KeyFile" => json!({"keys": [portable()]}),
        "KeyImport" => json!({"applied": false, "keys": [
            {"row": 2, "name": "Weights, then prorata", "state": "create", "key": {
                "name": "Weights, then prorata", "description": "", "method": "cascade", "iterations": iterations(),
                "consumers": [{"name": "School", "meter_id": METER}, {"name": "Household A", "meter_id": null}]
            }, "key_id": null, "errors": [], "warnings": []},
            {"row": 4, "name": "Equal", "state": "error", "key": null, "key_id": null, "warnings": [], "errors": [{
                "pointer": "/iterations/0/rule", "code": "required", "detail": "A value is required."
            }]}
        ]}),
        "Simulation" => simulation(),
        "KeySearch" => key_search(),
        "Calculation" => json!({"id": CALCULATION, "community_id": COMMUNITY, "kind": "key_search", "state": "running",
            "progress": {"done": 4, "total": 21}, "failure": null, "created_at": CREATED,
            "created_by": "Demo manager", "ended_at": null, "simulation": null, "key_search": null}),
        "AuditActorList" => json!({"items": [{"id": USER, "name": "Demo manager"}]}),
        "Import" => json!({"id": IMPORT, "community_id": COMMUNITY, "kind": "meters", "state": "checked",
            "file_name": "meters.csv", "columns": [{"heading": "EAN", "field": "ean"}, {"heading": "Rate",
            "field": "configuration.rate"}, {"heading": "Colour", "field": null}],
            "counts": {"create": 0, "change": 1, "unchanged": 0, "error": 0}, "progress": null, "failure": null,
            "created_at": CREATED, "created_by": "Demo manager", "applied_at": null}),
        "Event" | "ImportEvent" => {
            json!({"import_id": IMPORT, "community_id": COMMUNITY, "kind": "meters", "state": "applying",
            "progress": {"done": 500, "total": 1200}})
        }
        "ImportRow" => json!({"number": 2, "state": "change", "label": "541448820000000008",
            "cells": ["541448820000000008", "Bi-hourly", "red"], "errors": [], "warnings": [],
            "changes": [{"field": "configuration.rate", "old": "simple", "new": "bi_hourly"}], "target_id": METER}),
        "Customer" => customer(),
        "KamList" => json!({"items": [kam()]}),
        "MarketService" => service(),
        "MarketServiceList" => json!({"items": [service()]}),
        "TransferredCustomers" => json!({"transferred": 12}),
        "Market" => market(),
        "MarketList" => json!({"items": [market()]}),
        "PriceHistory" => json!({"market_id": MARKET, "currency": "EUR", "unit": "MWh", "series": [{
            "load": "base", "delivery": "2028", "delivery_from": "2028-01-01", "delivery_to": "2029-01-01",
            "points": [{"date": "2026-06-01", "price": "84.25"}]}]}),
        "PriceImport" => json!({"applied": false, "create": 0, "change": 0, "unchanged": 0, "errors": [row_errors()]}),
        "Forecast" => forecast(json!({"currency": "EUR", "unit": "MWh", "series": [forecast_series()]})),
        "ForecastSummary" => forecast(json!({"products": [{"load": "base", "delivery": "2028"}]})),
        "ForecastImport" => json!({"published": null, "series": [forecast_series()], "errors": []}),
        "Workbook" => json!("PK…"),
        other => return reading_examples::of(other).or_else(|| advice::of(other)).or_else(|| audit(other)),
    })
}

fn audit(schema: &str) -> Option<Value> {
    Some(match schema {
        "AuditEntry" => json!({"id": "0199a3f2-0000-7000-8000-000000000006", "at": CREATED, "actor": "Demo manager",
            "actor_id": USER, "action": "member.updated", "entity": "member", "entity_id": MEMBER, "label": "School",
            "community_id": COMMUNITY, "changes": [{"field": "phone", "old": null, "new": "+32 2 555 00 00"}]}),
        _ => return None,
    })
}

fn customer() -> Value {
    json!({
        "id": CUSTOMER, "organisation_id": ORGANISATION, "company": "Bakery", "reference": "C-42",
        "contact": {
            "last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00", "email": "bakery@example.org"
        },
        "locale": "fr", "demo": false, "access": true, "editor": "customer", "state": "active", "kam": kam(),
        "services": [service()],
        "invitation": {
            "state": "sent", "sent_at": CREATED, "opened_at": null, "accepted_at": null,
            "expires_at": "2026-01-12T08:30:00Z", "mail": "sent", "sender": "Clef <clef@example.org>"
        },
        "permissions": ["customer:read", "customer:write", "customer_audit:read"], "erased_at": null,
        "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo account manager"
    })
}

fn kam() -> Value {
    json!({"id": USER, "name": "Demo account manager", "email": "kam@demo.clef.test"})
}

fn service() -> Value {
    json!({
        "id": "0199a3f2-0000-7000-8000-00000000000c", "market_id": MARKET, "start_date": "2026-01-05",
        "end_date": "2027-12-31", "state": "active", "forecasts": ["application"], "max_optimisations": 2,
        "used_optimisations": 0
    })
}

fn market() -> Value {
    json!({
        "id": MARKET, "code": "be_power", "name": "Belgian power", "country": "BE", "commodity": "electricity",
        "loads": ["base", "peak"], "covers_short_term": true
    })
}

fn row_errors() -> Value {
    json!({"row": 3, "errors": [{"pointer": "/price", "code": "required", "detail": "A value is required."}]})
}

/// What a publication and its entry in a list say, beside what tells them apart.
fn forecast(mut own: Value) -> Value {
    let shared = json!({
        "id": FORECAST, "market_id": MARKET, "origin": "manager", "organisation_id": ORGANISATION,
        "customer_id": null, "version": 3, "comment": "After the cold spell", "published_at": CREATED,
        "published_by": "Demo manager"
    });
    if let (Value::Object(own), Value::Object(shared)) = (&mut own, shared) {
        own.extend(shared);
    }
    own
}

fn forecast_series() -> Value {
    json!({
        "load": "base", "delivery": "2028", "delivery_from": "2028-01-01", "delivery_to": "2029-01-01",
        "points": [{"date": "2026-12-01", "low": "71.50", "mid": "84.25", "high": "98.00"}]
    })
}

/// What a key and its version say, beside what tells them apart.
fn key(mut own: Value) -> Value {
    let shared = json!({
        "name": "Weights, then prorata", "description": "", "method": "cascade",
        "consumers": [
            {"name": "School", "meter_id": METER, "ean": "541448820000000008"},
            {"name": "Household A", "meter_id": null, "ean": null}
        ],
        "iterations": iterations(), "ranks": null, "warnings": [], "always_reaches_bound": true
    });
    if let (Value::Object(own), Value::Object(shared)) = (&mut own, shared) {
        own.extend(shared);
    }
    own
}

fn portable() -> Value {
    json!({
        "name": "Weights, then prorata", "description": "", "method": "cascade", "iterations": iterations(),
        "consumers": [
            {"name": "School", "ean": "541448820000000008"}, {"name": "Household A", "ean": null}
        ], "ranks": null
    })
}

fn iterations() -> Value {
    json!([
        {"share_percent": 70, "rule": "weighted", "weights_percent": [60, 40], "refill": false},
        {"share_percent": 30, "rule": "prorata", "weights_percent": null, "refill": false}
    ])
}

fn totals() -> Value {
    json!({
        "steps": 2, "production_wh": 1000, "consumption_wh": 1205, "shared_wh": 1000, "surplus_wh": 0,
        "residual_wh": 205, "self_consumption": 1.0, "self_sufficiency": 0.8298755186721992, "bound_wh": 1000,
        "share_of_bound": 1.0, "reaches_bound": true
    })
}

fn shared() -> Value {
    json!([
        {"name": "School", "consumption_wh": 900, "allocated_wh": 750, "coverage": 0.8333333333333334},
        {"name": "Household A", "consumption_wh": 305, "allocated_wh": 250, "coverage": 0.819672131147541}
    ])
}

fn fairness() -> Value {
    json!({"min_coverage": 0.819672131147541, "max_coverage": 0.8333333333333334, "jain": 0.9999316974})
}

fn simulation() -> Value {
    json!({
        "totals": totals(), "fairness": fairness(),
        "iterations": [{"pool_wh": 1000, "allocated_wh": 1000, "carry_wh": 0}],
        "consumers": shared(), "producers": [{"name": null, "injected_wh": 1000, "surplus_wh": 0}], "months": [],
        "warnings": [], "gaps": "refuse", "gaps_filled": 0, "sources": [],
        "allocations_wh": {"School": [750, 0], "Household A": [250, 0]}
    })
}

fn key_search() -> Value {
    let proposal = json!({
        "iterations": [{"share_percent": 100, "rule": "weighted", "weights_percent": [75, 25], "refill": false}],
        "totals": totals(), "fairness": fairness(), "consumers": shared(),
        "certificate": {"price_wh": 1000.0, "objective_wh": 1000.0, "dual_bound_wh": 1000.0, "gap": 0.0,
            "cost_of_rounding_weights_wh": 0.0, "cost_of_rounding_wh": 0.0}
    });
    json!({
        "best": proposal, "rounds": [proposal], "rounds_enough": 1, "tradeoff": [proposal], "validation": [],
        "gaps_filled": 0, "sources": []
    })
}

fn me() -> Value {
    json!({
        "user": {"id": USER, "email": "community@demo.clef.test", "name": "Demo community manager", "locale": "en"},
        "roles": [{
            "role": "community_manager",
            "permissions": ["organisation:read", "community:read", "members:read", "meters:read", "meters:write"],
            "organisation_id": ORGANISATION, "organisation_name": "Énergie du Hain",
            "community_id": COMMUNITY, "community_name": "Quartier du Parc"
        }],
        "permissions": ["organisation:read", "community:read", "members:read", "meters:read", "meters:write"]
    })
}

fn address() -> Value {
    json!({"street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"})
}

fn meter() -> Value {
    json!({
        "id": METER, "community_id": COMMUNITY, "ean": "541448820000000008", "scheme": "be_ean",
        "meter_number": "1SAG1100000001", "address": address(), "phases": 3, "reading_frequency": "monthly",
        "tariff_group": "low_voltage", "voltage_system": null,
        "configurations": {
            "actual": configuration(), "historical": [], "future": []
        },
        "warnings": [{
            "code": "dso_hint", "pointer": "/configuration/dso",
            "message": "Identifiers with this beginning are usually those of Fluvius.",
            "params": {"dso": "Fluvius", "name": "Fluvius"}
        }],
        "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo manager"
    })
}

fn configuration() -> Value {
    json!({
        "id": "0199a3f2-0000-7000-8000-000000000007", "valid_from": "2026-01-01", "valid_to": null,
        "description": "", "status": "active", "sampling_power_kva": 9.2, "generating_capacity_kva": 5,
        "amperage_a": 40, "production_chain": "photovoltaic", "injection_status": "self_producer_owner",
        "dso": "ORES", "rate": "simple", "client_type": "residential", "member_id": MEMBER,
        "member_name": "School"
    })
}
