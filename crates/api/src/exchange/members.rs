//! Members as rows: their columns, and what a row comes to beside what is stored.

use super::columns::{Column, Kind, Recognised};
use super::owners::Owners;
use super::report::{Checked, FirstRows, RowIssues, RowReader, Values, changes};
use crate::table::{Sheet, SheetRow};
use api_types::{Address, MemberInput};
use domain::member::{MemberFields, guard_holds_meters};
use domain::text::fold;
use domain::violation::{Code, FieldViolation};
use domain::vocabulary::{Locale, MemberKind, MemberStatus};
use serde_json::{Value, json};
use std::collections::HashMap;
use store::{MemberView, NewImportRow};
use uuid::Uuid;

macro_rules! choice {
    ($group:literal, $vocabulary:ty) => {
        Kind::Choice(concat!("members.", $group), || <$vocabulary>::ALL.iter().map(|value| value.as_str()).collect())
    };
}

/// The columns, in the order of a form.
pub(crate) const COLUMNS: &[Column] = &[
    Column::of("kind", choice!("kind", MemberKind), "person"),
    Column::text("first_name", "Jo"),
    Column::text("last_name", "Peeters").also(&[
        "Surname",
        "Nom de famille",
        "Familienaam",
        "Familienname",
        "Nom",
        "Naam",
    ]),
    Column::text("company_name", "").also(&["Company", "Entreprise", "Société", "Bedrijf", "Firma", "Unternehmen"]),
    Column::text("email", "jo.peeters@example.org").also(&["Mail", "E-mail address", "Courriel", "E-mailadres"]),
    Column::text("phone", "+32 2 555 00 00").also(&["Phone", "Tel", "Tél", "GSM", "Telefoonnummer", "Telefonnummer"]),
    Column::text("address.street", "Rue Haute").part(),
    Column::text("address.number", "12A").part().also(&["House number", "N°", "Huisnummer", "Nr", "Hausnr"]),
    Column::text("address.box", "3").also(&["Bte", "Bus", "Postfach"]),
    Column::text("address.postcode", "5000").part().also(&["Postal code", "CP", "PLZ"]),
    Column::text("address.city", "Namur").part().also(&["Ville", "Commune", "Plaats", "Stad", "Stadt", "Town"]),
    Column::text("address.country", "BE"),
    Column::text("billing_address.street", "").part(),
    Column::text("billing_address.number", "").part(),
    Column::text("billing_address.box", ""),
    Column::text("billing_address.postcode", "").part(),
    Column::text("billing_address.city", "").part(),
    Column::text("billing_address.country", ""),
    Column::text("iban", "BE68 5390 0754 7034").also(&["Account", "Compte", "Rekening", "Konto", "Bank account"]),
    Column::text("enterprise_number", "").also(&["VAT", "TVA", "BTW", "USt-IdNr", "BCE", "KBO", "VAT number"]),
    Column::of("status", choice!("status", MemberStatus), "active"),
];

/// The fields of which a file has at least one.
pub(crate) const IDENTIFYING: &[&str] = &["last_name", "company_name", "email"];

/// What the rows of a file are compared with.
pub(crate) struct Stored {
    /// The reader's language.
    pub(crate) locale: Locale,
    /// The community's members.
    pub(crate) members: Vec<MemberView>,
    /// Which meters a member holds today or later.
    pub(crate) holders: HashMap<Uuid, Vec<String>>,
}

/// What every row of a file comes to.
pub(crate) fn plan(sheet: Sheet, recognised: &Recognised, stored: &Stored) -> Vec<NewImportRow> {
    let owners = Owners::default();
    let reader = RowReader::new(recognised, stored.locale, &owners);
    let known = Known::new(&stored.members);
    let mut first_rows = FirstRows::default();
    let each = |row: SheetRow| {
        let mut values = reader.read(&row);
        check_repetition(&mut first_rows, &row, &mut values);
        let label = called(&values);
        let checked = match known.find(&values) {
            Ok(Some(member)) => change(values, member, stored),
            Ok(None) => create(values),
            Err(violation) => {
                values.wrong("/email", violation);
                Checked { issues: RowIssues { errors: values.errors, ..RowIssues::default() }, ..Checked::default() }
            }
        };
        Checked { label, ..checked }.kept(row)
    };
    sheet.rows.into_iter().skip(1).map(each).collect()
}

/// Two rows are about the same member when they have the same e-mail, or the same name and not both an e-mail.
fn check_repetition(first_rows: &mut FirstRows, row: &SheetRow, values: &mut Values) {
    let name = fold(&called(values));
    match values.text("email").map(str::to_lowercase) {
        Some(email) => first_rows.check(&email, "/email", row.number, values),
        None if !name.is_empty() => {
            let pointer = if values.text("company_name").is_some() { "/company_name" } else { "/last_name" };
            first_rows.check(&name, pointer, row.number, values);
        }
        None => {}
    }
}

/// How a row calls its member.
fn called(values: &Values) -> String {
    if let Some(company) = values.text("company_name") {
        return company.to_owned();
    }
    let names = ["first_name", "last_name"].into_iter().filter_map(|field| values.text(field));
    let name = names.collect::<Vec<_>>().join(" ");
    if name.is_empty() { values.text("email").unwrap_or_default().to_owned() } else { name }
}

/// The stored members by e-mail and by name.
struct Known<'a> {
    by_email: HashMap<String, Vec<&'a MemberView>>,
    by_name: HashMap<String, Vec<&'a MemberView>>,
}

impl<'a> Known<'a> {
    fn new(members: &'a [MemberView]) -> Self {
        let mut known = Self { by_email: HashMap::new(), by_name: HashMap::new() };
        for member in members {
            if let Some(email) = &member.fields.email {
                known.by_email.entry(email.as_str().to_lowercase()).or_default().push(member);
            }
            known.by_name.entry(fold(&member.fields.display_name())).or_default().push(member);
        }
        known
    }

    /// The member a row is about: the one with its e-mail; else the one of its name, unless both have e-mails, as
    /// two persons may be called the same.
    fn find(&self, values: &Values) -> Result<Option<&'a MemberView>, FieldViolation> {
        let email = values.text("email").map(str::to_lowercase);
        let found = match email.as_deref().and_then(|email| self.by_email.get(email)) {
            Some(found) => found.clone(),
            None => {
                let called = self.by_name.get(&fold(&called(values))).map(Vec::as_slice).unwrap_or_default();
                let fits = |member: &&&MemberView| email.is_none() || member.fields.email.is_none();
                called.iter().filter(fits).copied().collect()
            }
        };
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            several => Err(FieldViolation::with(Code::AmbiguousMember, "count", several.len())),
        }
    }
}

fn create(mut values: Values) -> Checked {
    // A row that does not say what it is about is about a company when it names one.
    let kind = if values.text("company_name").is_some() { MemberKind::Company } else { MemberKind::Person };
    let body = values.body(COLUMNS, json!({ "kind": kind }));
    let input = read(&mut values, body).map(|input| json!(input));
    Checked { input, issues: RowIssues { errors: values.errors, ..RowIssues::default() }, ..Checked::default() }
}

fn change(mut values: Values, member: &MemberView, stored: &Stored) -> Checked {
    let old = json!(body_of(&member.fields));
    let body = values.body(COLUMNS, old.clone());
    let new = read(&mut values, body);
    let live = stored.holders.get(&member.id).cloned().unwrap_or_default();
    if let Err(held) = guard_holds_meters(new.as_ref().map(|new| new.status), live)
        && new.is_some()
    {
        values.wrong("/status", FieldViolation::with(Code::MemberHoldsMeters, "eans", held.eans.join(", ")));
    }
    let new = json!(new);
    Checked {
        target: Some((member.id, member.version)),
        changes: changes(COLUMNS, &old, &new),
        input: Some(new),
        issues: RowIssues { errors: values.errors, ..RowIssues::default() },
        ..Checked::default()
    }
}

/// The body with which a member would be created as they are.
pub(crate) fn body_of(fields: &MemberFields) -> MemberInput {
    MemberInput {
        kind: fields.kind,
        first_name: fields.first_name.clone(),
        last_name: fields.last_name.clone(),
        company_name: fields.company_name.clone(),
        email: fields.email.as_ref().map(ToString::to_string),
        phone: fields.phone.clone(),
        address: fields.address.as_ref().map(Address::from),
        billing_address: fields.billing_address.as_ref().map(Address::from),
        iban: fields.iban.as_ref().map(|iban| iban.as_str().to_owned()),
        enterprise_number: fields.enterprise_number.as_ref().map(ToString::to_string),
        status: fields.status,
    }
}

/// The body as the rules leave it; none when it breaks one, which is added to the row's mistakes.
fn read(values: &mut Values, body: Value) -> Option<MemberInput> {
    let input: MemberInput = match serde_json::from_value(body) {
        Ok(input) => input,
        Err(_) => {
            values.wrong("", Code::WrongType.into());
            return None;
        }
    };
    let fields = input.to_domain().map_err(|violations| values.add(violations, &[])).ok()?;
    values.errors.is_empty().then(|| body_of(&fields))
}
