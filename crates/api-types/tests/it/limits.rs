//! The limits in the schemas are those of the domain.

use crate::samples;
use api_types::{
    Address, ClientForecastInput, CommunityInput, ConfigurationChange, ConfigurationInput, CustomerContact, FieldError,
    FixingCancellation, FixingInput, ForecastInput, ForecastSeriesInput, InvitePortalUser, InviteUser,
    MarketServiceInput, MemberInput, MeterIdentity, NewCommunity, NewCustomer, NewMeter, NotificationRecipientInput,
    NotificationSettingsInput, OptimisationInput, OrganisationInput, UpdateCustomer, UpdateMe, UpdateUser,
};
use domain::Violations;
use domain::market::Load;
use domain::role::Role;
use domain::vocabulary::Region;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::PartialSchema;
use uuid::Uuid;

/// Fields whose schema limits what may be typed, while the domain judges the form of what is left.
const JUDGED_BY_FORM: &[&str] =
    &["/ean", "/address/country", "/billing_address/country", "/phases", "/iban", "/enterprise_number"];

/// Texts that are prices, whole numbers, and lists whose entries are something else than roles.
const TRIED_ELSEWHERE: &[&str] =
    &["/target_price_per_mwh", "/price_per_mwh", "/tariff_indexes", "/periods", "/services", "/series", "/recipients"];

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
        if JUDGED_BY_FORM.contains(&pointer.as_str()) || TRIED_ELSEWHERE.contains(&pointer.as_str()) {
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
    let check = checking(|identity: MeterIdentity| identity.to_domain(Region::Wallonia));
    compare::<MeterIdentity>(&samples::identity(), "", &check);
}

#[test]
fn limits_of_configurations() {
    let check = checking(|input: ConfigurationInput| input.to_domain());
    compare::<ConfigurationInput>(&samples::configuration(), "", &check);
    let base: ConfigurationInput = serde_json::from_value(samples::configuration()).unwrap();
    let base = base.to_domain().unwrap();
    let check = checking(move |change: ConfigurationChange| change.to_domain().apply(change.valid_from, &base));
    compare::<ConfigurationChange>(&samples::configuration(), "", &check);
}

#[test]
fn limits_of_members() {
    let check = checking(|member: MemberInput| member.to_domain());
    compare::<MemberInput>(&samples::company(), "", &check);
    compare::<Address>(&samples::company(), "/address", &check);
    compare::<Address>(&samples::company(), "/billing_address", &check);
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
    let portal = checking(|i: InvitePortalUser| i.to_domain(Uuid::nil(), Uuid::nil(), &[Role::CommunityManager]));
    compare::<InvitePortalUser>(&samples::portal_invitation(), "", &portal);
    compare::<UpdateUser>(&samples::user_update(), "", &checking(|u: UpdateUser| u.to_domain(&[Role::Manager])));
    compare::<UpdateMe>(&samples::profile(), "", &checking(|profile: UpdateMe| profile.to_domain()));
}

#[test]
fn limits_of_optimisations_and_fixings() {
    let check = checking(|input: OptimisationInput| input.to_domain());
    compare::<OptimisationInput>(&samples::optimisation(), "", &check);
    compare::<FixingInput>(&samples::fixing(), "", &checking(|input: FixingInput| input.to_domain()));
    let reason = json!({"reason": "Not confirmed"});
    compare::<FixingCancellation>(&reason, "", &checking(|input: FixingCancellation| input.to_domain()));
}

#[test]
fn limits_of_customer_accounts() {
    let check = checking(|input: NewCustomer| input.to_domain());
    compare::<NewCustomer>(&samples::customer(), "", &check);
    compare::<CustomerContact>(&samples::customer(), "/contact", &check);
    let check = checking(|input: UpdateCustomer| input.to_domain());
    compare::<UpdateCustomer>(&samples::customer_change(), "", &check);
}

/// The codes at a pointer once a list there has so many entries, or a number there is so large.
fn codes_at(check: &Check, body: &Value, pointer: &str, value: Value) -> Vec<String> {
    let mut body = body.clone();
    *body.pointer_mut(pointer).unwrap() = value;
    check(body).into_iter().filter(|error| error.pointer == pointer).map(|error| error.code).collect()
}

/// A list at its limits and one beyond: `min` entries, `max` and one more.
fn compare_list<T: PartialSchema>(body: &Value, at: &str, name: &str, check: &Check) {
    let schema = serde_json::to_value(T::schema()).unwrap();
    let limit = |keyword: &str| schema["properties"][name][keyword].as_u64().map(|n| usize::try_from(n).unwrap());
    let pointer = format!("{at}/{name}");
    let entry = body.pointer(&format!("{pointer}/0")).unwrap();
    let codes = |count: usize| codes_at(check, body, &pointer, json!(vec![entry; count]));
    let max = limit("maxItems").unwrap();
    assert!(codes(max + 1).contains(&"too_many".to_owned()), "{pointer} beyond {max}");
    assert!(!codes(max).contains(&"too_many".to_owned()), "{pointer} at {max}");
    if limit("minItems").is_some_and(|min| min > 0) {
        assert_eq!(codes(0), ["required"], "{pointer} without any");
    }
}

#[test]
fn limits_of_services_are_whole_numbers_and_lists() {
    let service = samples::customer()["services"][0].clone();
    let check = checking(|input: MarketServiceInput| input.to_domain());
    let schema = serde_json::to_value(MarketServiceInput::schema()).unwrap();
    let limit = |keyword: &str| schema["properties"]["max_optimisations"][keyword].as_i64().unwrap();
    let codes = |max: i64| codes_at(&check, &service, "/max_optimisations", json!(max));
    for (at, beyond) in [(limit("minimum"), -1), (limit("maximum"), limit("maximum") + 1)] {
        assert_eq!((codes(at), codes(beyond)), (vec![], vec!["out_of_range".to_owned()]), "{at} and {beyond}");
    }
    assert_eq!(codes_at(&check, &service, "/forecasts", json!([])), ["required"]);
    compare_list::<NewCustomer>(&samples::customer(), "", "services", &checking(|it: NewCustomer| it.to_domain()));
    let change = checking(|it: UpdateCustomer| it.to_domain());
    compare_list::<UpdateCustomer>(&samples::customer_change(), "", "services", &change);
}

#[test]
fn limits_of_forecasts() {
    let check = checking(|input: ForecastInput| input.to_domain(&[Load::Base]));
    compare::<ForecastInput>(&samples::forecast(), "", &check);
    compare_list::<ForecastInput>(&samples::forecast(), "", "series", &check);
    compare_list::<ForecastSeriesInput>(&samples::forecast(), "/series/0", "points", &check);
    let check = checking(|input: ClientForecastInput| input.to_domain(&[Load::Base]));
    compare::<ClientForecastInput>(&samples::client_forecast(), "", &check);
    compare_list::<ClientForecastInput>(&samples::client_forecast(), "", "series", &check);
}

#[test]
fn limits_of_notifications() {
    let check = checking(|input: NotificationSettingsInput| input.to_domain());
    compare_list::<NotificationSettingsInput>(&samples::notifications(), "", "recipients", &check);
    compare::<NotificationRecipientInput>(&samples::notifications(), "/recipients/0", &check);
}
