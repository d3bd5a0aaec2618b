//! The limits in the schemas are those of the domain.

use crate::samples;
use api_types::{
    Address, CommunityInput, ConfigurationInput, FieldError, InviteUser, MemberInput, NewCommunity, NewMeter,
    OrganisationInput, UpdateMe, UpdateUser,
};
use domain::Violations;
use domain::role::Role;
use domain::vocabulary::Region;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::PartialSchema;

/// Fields whose schema limits what may be typed, while the domain judges the form of what is left.
const JUDGED_BY_FORM: &[&str] = &["/ean", "/address/country", "/phases"];

/// Converts a body and gives back its errors.
type Check = dyn Fn(Value) -> Vec<FieldError>;

fn checking<T: DeserializeOwned, R>(
    to_domain: impl Fn(T) -> Result<R, Violations>,
) -> impl Fn(Value) -> Vec<FieldError> {
    move |body| to_domain(serde_json::from_value(body).unwrap()).err().map(FieldError::list).unwrap_or_default()
}

/// Tries every limited property of the object at `at` in `body`, at its limit and one beyond.
fn compare<T: PartialSchema>(body: &Value, at: &str, check: &Check) {
    assert_eq!(check(body.clone()), []);
    let schema = serde_json::to_value(T::schema()).unwrap();
    let mut tried = 0;
    for (name, property) in schema["properties"].as_object().unwrap() {
        let pointer = format!("{at}/{name}");
        if JUDGED_BY_FORM.contains(&pointer.as_str()) {
            continue;
        }
        let codes_of = |value: Value| -> Vec<String> {
            let mut body = body.clone();
            body.pointer_mut(at).unwrap()[name] = value;
            check(body).into_iter().filter(|error| error.pointer == pointer).map(|error| error.code).collect()
        };
        for (keyword, beyond, at_limit, code) in probes(property) {
            assert!(codes_of(beyond).contains(&code.to_owned()), "{pointer} beyond {keyword}");
            assert!(!codes_of(at_limit).contains(&code.to_owned()), "{pointer} at {keyword}");
            tried += 1;
        }
    }
    assert!(tried > 0, "a schema without limits");
}

/// For every keyword of a property: the keyword, a value beyond it, one at it, and the code of the former.
fn probes(property: &Value) -> Vec<(&'static str, Value, Value, &'static str)> {
    let length = |keyword: &str| property[keyword].as_u64().map(|n| usize::try_from(n).unwrap());
    let text = |length: usize| json!("x".repeat(length));
    let mut probes = Vec::new();
    if let Some(max) = length("maxLength") {
        probes.push(("maxLength", text(max + 1), text(max), "too_long"));
    }
    if length("minLength").is_some_and(|min| min > 0) {
        probes.push(("minLength", text(0), text(1), "required"));
    }
    if let Some(max) = length("maxItems") {
        let roles = |count: usize| json!(vec![json!({"role": "manager"}); count]);
        probes.push(("maxItems", roles(max + 1), roles(max), "too_many"));
        probes.push(("minItems", roles(0), roles(1), "required"));
    }
    if let Some(max) = property["maximum"].as_f64() {
        probes.push(("maximum", json!(max + 0.001), json!(max), "out_of_range"));
    }
    if let Some(min) = property["minimum"].as_f64() {
        probes.push(("minimum", json!(min - 0.001), json!(min), "out_of_range"));
    }
    if let Some(min) = property["exclusiveMinimum"].as_f64() {
        probes.push(("exclusiveMinimum", json!(min), json!(min + 0.001), "out_of_range"));
    }
    probes
}

#[test]
fn limits_of_meters() {
    let check = checking(|meter: NewMeter| meter.to_domain(Region::Wallonia));
    compare::<NewMeter>(&samples::meter(), "", &check);
    compare::<Address>(&samples::meter(), "/address", &check);
    compare::<ConfigurationInput>(&samples::meter(), "/configuration", &check);
}

#[test]
fn limits_of_members() {
    compare::<MemberInput>(&samples::company(), "", &checking(|member: MemberInput| member.to_domain()));
}

#[test]
fn limits_of_communities_and_organisations() {
    compare::<CommunityInput>(&samples::community(), "", &checking(|community: CommunityInput| community.to_domain()));
    compare::<NewCommunity>(&samples::new_community(), "", &checking(|community: NewCommunity| community.to_domain()));
    compare::<OrganisationInput>(&samples::organisation(), "", &checking(|o: OrganisationInput| o.to_domain()));
}

#[test]
fn limits_of_users() {
    compare::<InviteUser>(&samples::invitation(), "", &checking(|i: InviteUser| i.to_domain(&[Role::Manager])));
    compare::<UpdateUser>(&samples::user_update(), "", &checking(|u: UpdateUser| u.to_domain(&[Role::Manager])));
    compare::<UpdateMe>(&samples::profile(), "", &checking(|profile: UpdateMe| profile.to_domain()));
}
