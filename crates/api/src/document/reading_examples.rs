//! Examples of readings and their imports, by the name of their schema.

use super::examples::{COMMUNITY, CREATED, IMPORT, METER};
use serde_json::{Value, json};

const EAN: &str = "541448820000000008";
const FROM: &str = "2016-10-29T22:00:00Z";
const TO: &str = "2016-10-30T23:00:00Z";

/// The example of a schema.
pub(super) fn of(schema: &str) -> Option<Value> {
    Some(match schema {
        "Readings" => json!({"meter_id": METER, "from": FROM, "to": TO, "resolution": "day",
            "totals": totals(), "points": [], "items": [{"start": FROM, "quarters": 100, "offtake_wh": 8412,
            "offtake_known": 100, "injection_wh": null, "injection_known": 0}]}),
        "Coverage" => json!({"meter_id": METER, "offtake": known(), "injection": null,
            "items": [{"day": "2016-10-30", "quarters": 100, "offtake": 100, "injection": 0}]}),
        "CommunityCoverage" => json!({"items": [{"meter_id": METER, "ean": EAN, "description": "School",
            "offtake": known(), "injection": null}]}),
        "Corrections" => json!({"count": 1, "items": [{"start": FROM, "direction": "offtake", "old_wh": 87,
            "new_wh": 91, "import_id": IMPORT, "file_name": "october.csv", "at": CREATED, "by": "Demo manager",
            "undone": false}]}),
        "ReadingImport" => import(),
        "ReadingImportSummary" => json!({"id": IMPORT, "state": "checked", "file_name": "october.csv",
            "period": period(), "meters": 1, "counts": counts(), "has_questions": false, "progress": null,
            "created_at": CREATED, "created_by": "Demo manager", "applied_at": null, "applied_by": null,
            "undone_at": null, "undone_by": null}),
        "ReadingImportEvent" => json!({"import_id": IMPORT, "community_id": COMMUNITY, "state": "applying",
            "progress": {"done": 50, "total": 100}}),
        _ => return None,
    })
}

fn totals() -> Value {
    json!({"quarters": 100, "offtake_wh": 8412, "offtake_known": 100, "injection_wh": null, "injection_known": 0})
}

fn known() -> Value {
    json!({"from": FROM, "to": TO, "readings": 100, "total_wh": 8412})
}

fn period() -> Value {
    json!({"from": FROM, "to": TO, "first_day": "2016-10-30", "last_day": "2016-10-30"})
}

fn counts() -> Value {
    json!({"new": 0, "corrections": 1, "unchanged": 99})
}

fn import() -> Value {
    json!({
        "id": IMPORT, "community_id": COMMUNITY, "state": "checked", "file_name": "october.csv", "layout": "dso",
        "unit": "kWh", "stamped": "start", "questions": [], "answers": {"stamped": null, "unit": null},
        "report": {
            "period": period(), "days": {"usual": 0, "short": [], "long": ["2016-10-30"]}, "counts": counts(),
            "offtake_wh": 8412, "injection_wh": 0, "unknown_meters": 0,
            "meters": [{
                "ean": EAN, "meter_id": METER, "label": null, "direction": "offtake", "kind": "gross",
                "from": FROM, "to": TO, "readings": 100, "total_wh": 8412, "rounded_wh": 0, "counts": counts(),
                "missing": 0, "gaps": [], "excesses": []
            }],
            "duplicates": {"equal": 0, "different": 0, "conflicts": []},
            "corrections": [{"meter_id": METER, "ean": EAN, "direction": "offtake", "start": FROM, "old_wh": 87,
                "new_wh": 91}]
        },
        "progress": null, "result": null, "failure": null, "created_at": CREATED, "created_by": "Demo manager",
        "applied_at": null, "applied_by": null, "undone_at": null, "undone_by": null
    })
}
