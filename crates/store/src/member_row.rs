//! A row of `member` and the domain's [`MemberFields`], back and forth, and as the audit log tells them.

use crate::audit::Fields;
use crate::communities::stored_email;
use crate::entity::member::Model;
use crate::error::{Result, parsed};
use crate::text_search::search_key;
use crate::write::Tx;
use domain::address::Address;
use domain::enterprise::EnterpriseNumber;
use domain::iban::Iban;
use domain::member::MemberFields;
use domain::text::{Email, fold};
use serde_json::{Value, json};
use uuid::Uuid;

/// A new member before their fields are filled in.
pub(crate) fn blank(tx: &Tx, community: Uuid) -> Model {
    Model {
        id: tx.new_id(),
        community_id: community,
        kind: String::new(),
        first_name: None,
        last_name: None,
        company_name: None,
        email: None,
        phone: None,
        street: None,
        street_number: None,
        r#box: None,
        postcode: None,
        city: None,
        country: None,
        billing_street: None,
        billing_street_number: None,
        billing_box: None,
        billing_postcode: None,
        billing_city: None,
        billing_country: None,
        iban: None,
        enterprise_number: None,
        status: String::new(),
        display_name: String::new(),
        name_key: String::new(),
        search_key: String::new(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        updated_by: tx.actor_name(),
    }
}

/// The row with these fields.
pub(crate) fn filled(row: Model, fields: &MemberFields) -> Model {
    let display_name = fields.display_name();
    let email = fields.email.as_ref().map(Email::as_str);
    let [street, street_number, r#box, postcode, city, country] = columns(fields.address.as_ref());
    let [billing_street, billing_street_number, billing_box, billing_postcode, billing_city, billing_country] =
        columns(fields.billing_address.as_ref());
    Model {
        kind: fields.kind.as_str().to_owned(),
        first_name: fields.first_name.clone(),
        last_name: fields.last_name.clone(),
        company_name: fields.company_name.clone(),
        email: email.map(str::to_owned),
        phone: fields.phone.clone(),
        street,
        street_number,
        r#box,
        postcode,
        city,
        country,
        billing_street,
        billing_street_number,
        billing_box,
        billing_postcode,
        billing_city,
        billing_country,
        iban: fields.iban.as_ref().map(|iban| iban.as_str().to_owned()),
        enterprise_number: fields.enterprise_number.as_ref().map(|number| number.as_str().to_owned()),
        status: fields.status.as_str().to_owned(),
        name_key: fold(&display_name),
        search_key: search_key(searched_by(fields)),
        display_name,
        ..row
    }
}

/// A company is also found by its contact, and anybody by their numbers and where they are.
fn searched_by(fields: &MemberFields) -> impl Iterator<Item = &str> {
    let names = [fields.first_name.as_deref(), fields.last_name.as_deref(), fields.company_name.as_deref()];
    let email = fields.email.as_ref().map(Email::as_str);
    let city = fields.address.as_ref().map(|address| address.city.as_str());
    let numbers = [fields.iban.as_ref().map(Iban::as_str), fields.enterprise_number.as_ref().map(|n| n.as_str())];
    names.into_iter().chain([email, city]).chain(numbers).flatten()
}

/// The fields of a row.
pub(crate) fn fields_of(row: &Model) -> Result<MemberFields> {
    let home = [&row.street, &row.street_number, &row.r#box, &row.postcode, &row.city, &row.country];
    let billing = [
        &row.billing_street,
        &row.billing_street_number,
        &row.billing_box,
        &row.billing_postcode,
        &row.billing_city,
        &row.billing_country,
    ];
    Ok(MemberFields {
        kind: parsed("kind", &row.kind)?,
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        company_name: row.company_name.clone(),
        email: stored_email(row.email.as_deref())?,
        phone: row.phone.clone(),
        address: address(home.map(Clone::clone)),
        billing_address: address(billing.map(Clone::clone)),
        iban: row.iban.clone().map(Iban::from_stored),
        enterprise_number: row.enterprise_number.clone().map(EnterpriseNumber::from_stored),
        status: parsed("status", &row.status)?,
    })
}

/// Street, number, box, postcode, city and country, as they stand in a row.
type AddressColumns = [Option<String>; 6];

fn columns(address: Option<&Address>) -> AddressColumns {
    let Some(address) = address.cloned() else { return AddressColumns::default() };
    let Address { street, number, r#box, postcode, city, country } = address;
    [Some(street), Some(number), r#box, Some(postcode), Some(city), Some(country)]
}

fn address([street, number, r#box, postcode, city, country]: AddressColumns) -> Option<Address> {
    Some(Address { street: street?, number: number?, r#box, postcode: postcode?, city: city?, country: country? })
}

/// What can be set of a member, by name on the wire.
pub(crate) fn wire(fields: &MemberFields) -> Fields {
    let home = columns(fields.address.as_ref()).map(|part| json!(part));
    let billing = columns(fields.billing_address.as_ref()).map(|part| json!(part));
    let mut wire = Fields::from([
        ("kind", json!(fields.kind.as_str())),
        ("first_name", json!(fields.first_name)),
        ("last_name", json!(fields.last_name)),
        ("company_name", json!(fields.company_name)),
        ("email", json!(fields.email.as_ref().map(Email::as_str))),
        ("phone", json!(fields.phone)),
    ]);
    wire.extend(HOME.into_iter().zip(home));
    wire.extend(BILLING.into_iter().zip(billing));
    wire.extend([
        ("iban", json!(fields.iban.as_ref().map(Iban::as_str))),
        ("enterprise_number", json!(fields.enterprise_number.as_ref().map(EnterpriseNumber::as_str))),
        ("status", Value::from(fields.status.as_str())),
    ]);
    wire
}

const HOME: [&str; 6] =
    ["address.street", "address.number", "address.box", "address.postcode", "address.city", "address.country"];

const BILLING: [&str; 6] = [
    "billing_address.street",
    "billing_address.number",
    "billing_address.box",
    "billing_address.postcode",
    "billing_address.city",
    "billing_address.country",
];
