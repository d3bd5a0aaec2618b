//! Examples of what is sent and answered, by the name of their schema. A test holds each against its schema.

use serde_json::{Value, json};

const ORGANISATION: &str = "0199a3f2-0000-7000-8000-000000000001";
const COMMUNITY: &str = "0199a3f2-0000-7000-8000-000000000002";
const MEMBER: &str = "0199a3f2-0000-7000-8000-000000000003";
const METER: &str = "0199a3f2-0000-7000-8000-000000000004";
const USER: &str = "0199a3f2-0000-7000-8000-000000000005";
const CREATED: &str = "2026-01-05T08:30:00Z";
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
            "phone": null, "status": "active", "meter_count": 1, "created_at": CREATED, "updated_at": CREATED,
            "updated_by": "Demo manager"}),
        "DsoList" => json!({"items": [{"code": "ORES", "name": "ORES", "region": "wallonia",
            "glns": ["5414490000019"], "ean_prefixes": ["5414490"]}]}),
        "Meter" => meter(),
        "MeterSummary" => json!({"id": METER, "ean": "541448820000000008", "scheme": "be_ean",
            "meter_number": "1SAG1100000001", "address": address(), "status": "active", "valid_from": "2026-01-01",
            "dso": "ORES", "production_chain": "photovoltaic", "rate": "simple", "client_type": "residential",
            "member_id": MEMBER, "member_name": "School", "updated_at": CREATED}),
        "AuditEntry" => json!({"id": "0199a3f2-0000-7000-8000-000000000006", "at": CREATED, "actor": "Demo manager",
            "actor_id": USER, "action": "member.updated", "entity": "member", "entity_id": MEMBER, "label": "School",
            "community_id": COMMUNITY, "changes": [{"field": "phone", "old": null, "new": "+32 2 555 00 00"}]}),
        _ => return None,
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
            "actual": {
                "id": "0199a3f2-0000-7000-8000-000000000007", "valid_from": "2026-01-01", "valid_to": null,
                "description": "", "status": "active", "sampling_power_kva": 9.2, "generating_capacity_kva": 5,
                "amperage_a": 40, "production_chain": "photovoltaic", "injection_status": "self_producer_owner",
                "dso": "ORES", "rate": "simple", "client_type": "residential", "member_id": MEMBER,
                "member_name": "School"
            },
            "historical": [], "future": []
        },
        "warnings": [{
            "code": "dso_hint", "pointer": "/configuration/dso",
            "message": "Identifiers with this beginning are usually those of Fluvius.",
            "params": {"dso": "Fluvius", "name": "Fluvius"}
        }],
        "created_at": CREATED, "updated_at": CREATED, "updated_by": "Demo manager"
    })
}
