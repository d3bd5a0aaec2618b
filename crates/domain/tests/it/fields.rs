use crate::found;
use domain::address::AddressDraft;
use domain::community::CommunityDraft;
use domain::member::{HoldsMeters, MemberDraft, guard_holds_meters};
use domain::organisation::OrganisationFields;
use domain::vocabulary::{CommunityType, MemberKind, MemberStatus, Region};

#[test]
fn organisations_have_a_name() {
    assert_eq!(OrganisationFields::new(" Énergie  du Hain ").unwrap().name, "Énergie du Hain");
    assert_eq!(found(&OrganisationFields::new("").unwrap_err()), ["/name required"]);
    assert_eq!(found(&OrganisationFields::new(&"x".repeat(201)).unwrap_err()), ["/name too_long"]);
}

fn community(region: Region, kind: CommunityType) -> CommunityDraft<'static> {
    CommunityDraft { name: "Quartier du Parc", region, kind, contact_email: None, contact_phone: None }
}

#[test]
fn local_communities_exist_in_brussels_alone() {
    for region in Region::ALL {
        let known: Vec<CommunityType> = CommunityType::of(*region).collect();
        for kind in CommunityType::ALL {
            let allowed = *kind != CommunityType::Local || *region == Region::Brussels;
            assert_eq!(known.contains(kind), allowed, "{region} {kind}");
            match community(*region, *kind).check() {
                Ok(fields) => assert!(allowed && fields.kind == *kind && fields.region == *region),
                Err(violations) => {
                    assert_eq!((allowed, found(&violations)), (false, vec!["/type type_not_in_region".into()]));
                }
            }
        }
    }
}

#[test]
fn a_community_reports_everything_at_once() {
    let draft = CommunityDraft {
        name: "\t",
        contact_email: Some("info"),
        contact_phone: Some("call"),
        ..community(Region::Flanders, CommunityType::Local)
    };
    assert_eq!(
        found(&draft.check().unwrap_err()),
        ["/name required", "/type type_not_in_region", "/contact_email invalid_email", "/contact_phone invalid_phone"]
    );
    let draft = CommunityDraft {
        contact_email: Some(" info@example.org "),
        contact_phone: Some(" "),
        ..community(Region::Brussels, CommunityType::Local)
    };
    let fields = draft.check().unwrap();
    assert_eq!(fields.contact_email.unwrap().as_str(), "info@example.org");
    assert_eq!(fields.contact_phone, None);
}

fn member(kind: MemberKind) -> MemberDraft<'static> {
    MemberDraft {
        kind,
        first_name: None,
        last_name: None,
        company_name: None,
        email: None,
        phone: None,
        address: None,
        billing_address: None,
        iban: None,
        enterprise_number: None,
        status: MemberStatus::Active,
    }
}

#[test]
fn a_person_has_a_last_name_and_no_company() {
    let person = MemberDraft { last_name: Some(" A "), ..member(MemberKind::Person) };
    assert_eq!(person.check().unwrap().display_name(), "A");
    let named = MemberDraft { first_name: Some("Household"), ..person };
    assert_eq!(named.check().unwrap().display_name(), "Household A");
    assert_eq!(found(&member(MemberKind::Person).check().unwrap_err()), ["/last_name required"]);
    let employed = MemberDraft { company_name: Some("Bakery"), ..person };
    assert_eq!(found(&employed.check().unwrap_err()), ["/company_name not_allowed"]);
    let blank = MemberDraft { company_name: Some(" "), ..person };
    assert_eq!(blank.check().unwrap().company_name, None);
}

#[test]
fn a_company_has_a_name_and_perhaps_a_contact() {
    let company = MemberDraft { company_name: Some("Bakery"), ..member(MemberKind::Company) };
    assert_eq!(company.check().unwrap().display_name(), "Bakery");
    let with_contact = MemberDraft { first_name: Some("Jo"), last_name: Some("Peeters"), ..company };
    let fields = with_contact.check().unwrap();
    assert_eq!((fields.display_name().as_str(), fields.last_name.as_deref()), ("Bakery", Some("Peeters")));
    let nameless = MemberDraft { last_name: Some("Peeters"), ..member(MemberKind::Company) };
    assert_eq!(found(&nameless.check().unwrap_err()), ["/company_name required"]);
}

#[test]
fn a_member_reports_everything_at_once() {
    let long = "x".repeat(101);
    let draft =
        MemberDraft { first_name: Some(&long), email: Some("jo@"), phone: Some("1"), ..member(MemberKind::Person) };
    assert_eq!(
        found(&draft.check().unwrap_err()),
        ["/first_name too_long", "/last_name required", "/email invalid_email", "/phone invalid_phone"]
    );
}

fn address(street: &'static str, postcode: &'static str) -> AddressDraft<'static> {
    AddressDraft { street, number: "12A", r#box: Some("3"), postcode, city: "Namur", country: "be" }
}

#[test]
fn a_member_may_have_an_address_another_one_for_bills_and_an_account() {
    let draft = MemberDraft {
        company_name: Some("Bakery"),
        address: Some(address("Rue Haute", "5000")),
        billing_address: Some(address("Rue Basse", "5001")),
        iban: Some("be68 5390 0754 7034"),
        enterprise_number: Some("0403.019.261"),
        ..member(MemberKind::Company)
    };
    let fields = draft.check().unwrap();
    let home = fields.address.unwrap();
    assert_eq!((home.street.as_str(), home.number.as_str(), home.country.as_str()), ("Rue Haute", "12A", "BE"));
    assert_eq!(fields.billing_address.unwrap().postcode, "5001");
    assert_eq!(fields.iban.unwrap().as_str(), "BE68539007547034");
    assert_eq!(fields.enterprise_number.unwrap().as_str(), "BE0403019261");

    let wrong = MemberDraft {
        address: Some(address(" ", "5000")),
        billing_address: Some(address("Rue Basse", "")),
        iban: Some("BE69 5390 0754 7034"),
        enterprise_number: Some("0403.019.262"),
        ..draft
    };
    assert_eq!(
        found(&wrong.check().unwrap_err()),
        [
            "/address/street required",
            "/billing_address/postcode required",
            "/iban invalid_iban",
            "/enterprise_number invalid_enterprise_number"
        ]
    );
    let blank = MemberDraft { iban: Some(" "), enterprise_number: Some(""), ..draft };
    let fields = blank.check().unwrap();
    assert_eq!((fields.iban, fields.enterprise_number), (None, None));
}

#[test]
fn a_member_who_holds_live_meters_stays() {
    let eans = vec!["541448820000000008".to_owned()];
    let refused = Err(HoldsMeters { eans: eans.clone() });
    for (next, expected) in [
        (None, refused.clone()),
        (Some(MemberStatus::Inactive), refused),
        (Some(MemberStatus::Active), Ok(())),
        (Some(MemberStatus::Pending), Ok(())),
    ] {
        assert_eq!(guard_holds_meters(next, eans.clone()), expected, "{next:?}");
        assert_eq!(guard_holds_meters(next, Vec::new()), Ok(()), "{next:?}");
    }
}
