use crate::samples;
use api_types::{
    Address, CommunityInput, Configuration, ConfigurationChange, ConfigurationInput, Dso, InviteUser, MemberInput,
    MeterIdentity, NewCommunity, NewMeter, OrganisationInput, RoleAt, UpdateMe, UpdateUser,
};
use domain::meter::{ConfigurationPatch, warnings};
use domain::role::{Assignment, Role};
use domain::vocabulary::{CommunityType, ConfigurationStatus, Locale, MemberStatus, Region};
use domain::{Code, Violations};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

fn pointers(violations: &Violations) -> Vec<&str> {
    violations.as_slice().iter().map(|violation| violation.pointer.as_str()).collect()
}

#[test]
fn every_sample_converts() {
    let meter = read::<NewMeter>(samples::meter()).to_domain(Region::Wallonia).unwrap();
    assert!(warnings(&meter).is_empty());
    assert_eq!(meter.identity.point.as_str(), "541449020000000001");
    assert_eq!(read::<MeterIdentity>(samples::identity()).to_domain(Region::Wallonia).unwrap(), meter.identity);
    assert_eq!(read::<ConfigurationInput>(samples::configuration()).to_domain().unwrap(), meter.configuration);
    assert_eq!(read::<MemberInput>(samples::person()).to_domain().unwrap().display_name(), "Jo Peeters");
    assert_eq!(read::<MemberInput>(samples::company()).to_domain().unwrap().display_name(), "Bakery");
    let community = read::<CommunityInput>(samples::community()).to_domain().unwrap();
    assert_eq!(read::<NewCommunity>(samples::new_community()).to_domain().unwrap(), community);
    assert_eq!((community.region, community.kind), (Region::Wallonia, CommunityType::Rec));
    assert_eq!(read::<OrganisationInput>(samples::organisation()).to_domain().unwrap().name, "Énergie du Hain");
    let invitation = read::<InviteUser>(samples::invitation()).to_domain(&[Role::Operator]).unwrap();
    assert_eq!((invitation.locale, invitation.roles.as_slice()), (Locale::Nl, &[Assignment::Manager][..]));
    let roles = read::<UpdateUser>(samples::user_update()).to_domain(&[Role::Manager]).unwrap();
    assert_eq!(roles, [Assignment::Kam]);
    assert_eq!(read::<UpdateMe>(samples::profile()).to_domain().unwrap().locale, Locale::De);
}

#[test]
fn what_may_be_absent_has_its_default() {
    let mut body = samples::meter();
    body.as_object_mut().unwrap().remove("voltage_system");
    for field in ["box", "country"] {
        body["address"].as_object_mut().unwrap().remove(field);
    }
    for field in ["description", "member_id", "status"] {
        body["configuration"].as_object_mut().unwrap().remove(field);
    }
    let meter = read::<NewMeter>(body).to_domain(Region::Wallonia).unwrap();
    assert_eq!(meter.identity.address.country, "BE");
    assert_eq!(meter.configuration.status, ConfigurationStatus::Active);
    assert_eq!(read::<MemberInput>(json!({"kind": "person", "last_name": "A"})).status, MemberStatus::Active);
}

#[test]
fn violations_point_into_the_body() {
    let mut body = samples::meter();
    for (pointer, value) in [
        ("/ean", json!("=\"54144902000000000\"")),
        ("/address/street", json!(" ")),
        ("/configuration/amperage_a", json!(-40)),
        ("/configuration/injection_status", json!("none")),
    ] {
        *body.pointer_mut(pointer).unwrap() = value;
    }
    let violations = read::<NewMeter>(body.clone()).to_domain(Region::Flanders).unwrap_err();
    let found = pointers(&violations);
    assert_eq!(found, ["/ean", "/address/street", "/configuration/amperage_a", "/configuration/injection_status"]);
    assert!(found.iter().all(|pointer| body.pointer(pointer).is_some()));
}

#[test]
fn a_grantor_gives_no_more_than_they_may() {
    let mut body = samples::invitation();
    body["roles"] = json!([{"role": "kam"}, {"role": "community_manager"}]);
    let violations = read::<InviteUser>(body).to_domain(&[Role::Operator]).unwrap_err();
    assert_eq!(pointers(&violations), ["/roles/0/role", "/roles/1/role"]);
    assert!(violations.as_slice().iter().all(|violation| violation.code == Code::RoleNotGrantable));
}

#[test]
fn unknown_fields_and_values_are_refused() {
    let with = |pointer: &str, name: &str| {
        let mut body = samples::meter();
        body.pointer_mut(pointer).unwrap()[name] = json!("x");
        serde_json::from_value::<NewMeter>(body).unwrap_err().to_string()
    };
    assert!(with("", "colour").contains("unknown field `colour`"));
    assert!(with("/address", "floor").contains("unknown field `floor`"));
    assert!(with("/configuration", "amperage").contains("unknown field `amperage`"));
    assert!(with("/configuration", "production_chain").contains("unknown variant `x`"));
}

#[test]
fn domain_values_go_back_to_the_wire() {
    let body = samples::meter();
    let meter = read::<NewMeter>(body.clone()).to_domain(Region::Wallonia).unwrap();
    assert_eq!(serde_json::to_value(Address::from(&meter.identity.address)).unwrap(), body["address"]);
    assert_eq!(serde_json::to_value(RoleAt::from(&Assignment::Kam)).unwrap(), json!({"role": "kam"}));
    let sibelga = Dso::from(domain::dso::find("Sibelga").unwrap());
    assert_eq!(
        serde_json::to_value(sibelga).unwrap(),
        json!({"code": "Sibelga", "name": "Sibelga", "region": "brussels",
            "glns": ["5414489000102", "5414489000409"], "ean_prefixes": ["5414489"]})
    );
}

#[test]
fn numbers_keep_what_was_written() {
    let mut body = samples::meter();
    for (written, kept) in [("0.1", 100), ("9.2", 9_200), ("1e3", 1_000_000), ("14.490", 14_490)] {
        body["configuration"]["sampling_power_kva"] = serde_json::from_str(written).unwrap();
        let meter = read::<NewMeter>(body.clone()).to_domain(Region::Wallonia).unwrap();
        assert_eq!(meter.configuration.sampling_power.units(), kept, "{written}");
    }
}

/// Absent, `null` and a value are three things, on the way in and on the way out.
#[test]
fn a_change_tells_absent_from_null() {
    let patch = |body: &Value| read::<ConfigurationChange>(body.clone()).to_domain();
    let bare = json!({"valid_from": "2026-12-01"});
    assert_eq!(patch(&bare), ConfigurationPatch::default());
    let cleared = json!({"valid_from": "2026-12-01", "description": null, "member_id": null});
    assert_eq!((patch(&cleared).description, patch(&cleared).member), (Some(String::new()), Some(None)));
    let whole = samples::configuration();
    let back = configuration(&whole);
    assert_eq!(ConfigurationChange::from(&back), read(whole.clone()));
    assert_eq!(ConfigurationInput::from(&back), read(whole.clone()));
    for body in [bare, cleared, whole] {
        assert_eq!(serde_json::to_value(read::<ConfigurationChange>(body.clone())).unwrap(), body);
    }
}

/// A configuration as it is answered.
fn configuration(input: &Value) -> Configuration {
    let mut body = input.clone();
    body["id"] = json!(uuid::Uuid::nil());
    read(body)
}
