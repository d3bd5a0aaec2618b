//! Corrections of generated schemas that the derives cannot make.

use utoipa::openapi::schema::{AdditionalProperties, ArrayItems};
use utoipa::openapi::{Components, Ref, RefOr, Schema};

/// Fields of answers that are left out when there is nothing to say; every other one is always there.
const LEFT_OUT: [(&str, &[&str]); 5] = [
    ("Problem", &["errors"]),
    ("FieldError", &["params"]),
    ("WarningNote", &["params"]),
    ("Simulation", &["allocations_wh"]),
    (
        "MeRole",
        &[
            "organisation_id",
            "organisation_name",
            "community_id",
            "community_name",
            "member_id",
            "customer_id",
            "customer_name",
        ],
    ),
];

/// Corrects every schema.
pub(super) fn correct(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        let RefOr::T(Schema::Object(object)) = schema else { continue };
        // What refuses unknown fields is sent to us; the rest is answered, whole.
        let is_answer = !matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false)));
        if is_answer {
            let left_out = LEFT_OUT.iter().find(|(known, _)| known == name).map_or(&[][..], |(_, fields)| fields);
            let always = object.properties.keys().filter(|field| !left_out.contains(&field.as_str()));
            object.required = always.cloned().collect();
        }
        // A page repeats its entry's schema; a generated client should know the two as one.
        if let (Some(entry), Some(RefOr::T(Schema::Array(items)))) =
            (name.strip_prefix("Page_"), object.properties.get_mut("items"))
        {
            items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(entry).into()));
        }
    }
}
