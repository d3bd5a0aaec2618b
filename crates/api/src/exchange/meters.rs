//! Meters as rows: their columns, and what a row comes to beside what is stored.

use super::columns::{Column, Kind, Recognised};
use super::owners::Owners;
use super::report::{Checked, FirstRows, RowIssues, RowReader, Values, changes};
use crate::table::{Sheet, SheetRow};
use api_types::{Address, ConfigurationInput, NewMeter, WarningNote};
use chrono::NaiveDate;
use domain::Code;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::{self, Configuration, MeterIdentity};
use domain::timeline::{Period, Timeline};
use domain::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, Locale, ProductionChain, Rate, ReadingFrequency, Region,
    TariffGroup, VoltageSystem,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use store::{ConfigurationView, FieldChange, MeterView, NewImportRow};
use uuid::Uuid;

macro_rules! choice {
    ($group:literal, $vocabulary:ty) => {
        Kind::Choice(concat!("meters.", $group), || <$vocabulary>::ALL.iter().map(|value| value.as_str()).collect())
    };
}

/// The columns, in the order of a form.
pub(crate) const COLUMNS: &[Column] = &[
    Column::text("ean", "541448820000000008")
        .required()
        .also(&["EAN code", "EAN-code", "Code EAN", "EAN-Code", "GSRN"]),
    Column::text("meter_number", "1SAG1100000001").required().also(&["Serial number", "N° compteur", "N° de compteur"]),
    Column::text("address.street", "Rue Haute").required().also(&["Adresse", "Address", "Adres"]),
    Column::text("address.number", "12A").required().also(&["House number", "N°", "Huisnummer", "Nr", "Hausnr"]),
    Column::text("address.box", "3").also(&["Bte", "Bus", "Postfach"]),
    Column::text("address.postcode", "5000").required().also(&["Postal code", "CP", "PLZ"]),
    Column::text("address.city", "Namur").required().also(&["Ville", "Commune", "Plaats", "Stad", "Stadt", "Town"]),
    Column::text("address.country", "BE"),
    Column::of("phases", Kind::NumberChoice("meters.phases", &["1", "3"]), "3").required(),
    Column::of("reading_frequency", choice!("reading_frequency", ReadingFrequency), "monthly").required(),
    Column::of("tariff_group", choice!("tariff_group", TariffGroup), "low_voltage").required(),
    Column::of("voltage_system", choice!("voltage_system", VoltageSystem), "tri_400_n"),
    Column::of("configuration.valid_from", Kind::Day, "2026-01-01").required().also(&[
        "Activation date",
        "Date d'activation",
        "Activeringsdatum",
        "Aktivierungsdatum",
    ]),
    Column::of("configuration.status", choice!("status", ConfigurationStatus), "active"),
    Column::text("configuration.description", "Roof"),
    Column::of("configuration.sampling_power_kva", Kind::Number, "25").required(),
    Column::of("configuration.generating_capacity_kva", Kind::Number, "5"),
    Column::of("configuration.amperage_a", Kind::Number, "63").required(),
    Column::of("configuration.production_chain", choice!("production_chain", ProductionChain), "photovoltaic"),
    Column::of("configuration.injection_status", choice!("injection_status", InjectionStatus), "self_producer_owner"),
    Column::text("configuration.dso", "ORES").required(),
    Column::of("configuration.rate", choice!("rate", Rate), "simple").required(),
    Column::of("configuration.client_type", choice!("client_type", ClientType), "residential").required(),
    Column::of("configuration.member_id", Kind::Member, "").also(&["Member", "Membre", "Lid", "Mitglied"]),
];

/// The fields of which a file has at least one.
pub(crate) const IDENTIFYING: &[&str] = &["ean"];

/// Where a column of the timeline begins.
const TIMELINE: &str = "configuration.";
/// The first day of a period.
const FROM: &str = "configuration.valid_from";
/// Rules about two fields say nothing while the other one could not be read.
const DEPENDING: [(Code, &str); 4] = [
    (Code::InjectionStatusRequired, "/configuration/production_chain"),
    (Code::InjectionStatusNotAllowed, "/configuration/production_chain"),
    (Code::CapacityNotAllowed, "/configuration/production_chain"),
    (Code::VoltageSystemMismatch, "/phases"),
];

/// What a row that does something is kept as.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Work {
    /// The meter as it will be.
    pub(super) meter: NewMeter,
    /// Whether its identity will be another.
    pub(super) identity: bool,
    /// Where its configuration changes, if it does.
    pub(super) configuration: Option<Place>,
}

/// Where in a timeline a configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Place {
    /// A period that is there.
    Period(Uuid),
    /// A new period from the configuration's day on.
    New,
}

/// What the rows of a file are compared with.
pub(crate) struct Stored<'a> {
    /// The community's region.
    pub(crate) region: Region,
    /// Today in Brussels.
    pub(crate) today: NaiveDate,
    /// The reader's language.
    pub(crate) locale: Locale,
    /// Codes of the operators.
    pub(crate) dsos: HashSet<String>,
    /// The community's members.
    pub(crate) owners: &'a Owners,
    /// The stored meters that the file may be about.
    pub(crate) meters: Vec<MeterView>,
}

/// The identifiers a file names, normalised, where they are such.
pub(crate) fn eans(sheet: &Sheet, recognised: &Recognised, region: Region) -> Vec<String> {
    let Some(index) = recognised.position("ean") else { return Vec::new() };
    let parse = |row: &SheetRow| MeteringPointId::parse(IdScheme::of(region), row.cell(index)).ok();
    sheet.rows.iter().skip(1).filter_map(parse).map(|(point, _)| point.as_str().to_owned()).collect()
}

/// What every row of a file comes to.
pub(crate) fn plan(sheet: Sheet, recognised: &Recognised, stored: &Stored<'_>) -> Vec<NewImportRow> {
    let reader = RowReader::new(recognised, stored.locale, stored.owners);
    let known: HashMap<&str, &MeterView> =
        stored.meters.iter().map(|meter| (meter.identity.point.as_str(), meter)).collect();
    let mut first_rows = FirstRows::default();
    let each = |row: SheetRow| {
        let mut values = reader.read(&row);
        let typed = values.text("ean").unwrap_or_default().to_owned();
        let ean = MeteringPointId::parse(IdScheme::of(stored.region), &typed).ok();
        let ean = ean.map(|(point, _)| point.as_str().to_owned());
        if let Some(ean) = &ean {
            first_rows.check(ean, "/ean", row.number, &mut values);
        }
        let checked = match ean.as_deref().and_then(|ean| known.get(ean)) {
            Some(meter) => change(values, meter, stored),
            None => create(values, stored),
        };
        Checked { label: ean.unwrap_or(typed), ..checked }.kept(row)
    };
    sheet.rows.into_iter().skip(1).map(each).collect()
}

fn create(mut values: Values, stored: &Stored<'_>) -> Checked {
    // A row that says nothing of production means that there is none.
    let nothing = json!({ "production_chain": "none", "injection_status": "none", "generating_capacity_kva": 0 });
    let body = values.body(COLUMNS, json!({ "configuration": nothing }));
    let (input, warnings) = match read(&mut values, body, stored) {
        Some((meter, warnings)) => (Some(json!(Work { meter, identity: false, configuration: None })), warnings),
        None => (None, Vec::new()),
    };
    Checked { input, issues: RowIssues { errors: values.errors, warnings }, ..Checked::default() }
}

fn change(mut values: Values, meter: &MeterView, stored: &Stored<'_>) -> Checked {
    let target = Some((meter.id, meter.version));
    let Some((period, place, from)) = compared(meter, values.text(FROM), stored.today) else {
        return Checked { target, ..Checked::default() };
    };
    let old = json!(body_of(&meter.identity, period.valid_from, &period.configuration));
    let body = values.body(COLUMNS, old.clone());
    let Some((mut new, warnings)) = read(&mut values, body, stored) else {
        return Checked { issues: RowIssues { errors: values.errors, warnings: Vec::new() }, ..Checked::default() };
    };
    // Compared after the rules have tidied it up, as it will be stored.
    let (mut timeline, mut found): (Vec<_>, Vec<_>) =
        changes(COLUMNS, &old, &json!(new)).into_iter().partition(|change| change.field.starts_with(TIMELINE));
    let identity = !found.is_empty();
    // The day alone says from when the rest holds; where nothing else differs there is nothing to hold.
    timeline.retain(|change| change.field != FROM);
    let configuration = (!timeline.is_empty()).then_some(place);
    if configuration == Some(Place::New) {
        found.push(FieldChange { field: FROM.to_owned(), old: json!(period.valid_from), new: json!(from) });
    }
    found.extend(timeline.into_iter().map(|change| named(change, stored.owners)));
    new.configuration.valid_from = from;
    Checked {
        target,
        input: Some(json!(Work { meter: new, identity, configuration })),
        changes: found,
        issues: RowIssues { errors: values.errors, warnings },
        ..Checked::default()
    }
}

/// The period a row is compared with, where a difference is written, and from which day on it holds.
fn compared<'a>(
    meter: &'a MeterView,
    day: Option<&str>,
    today: NaiveDate,
) -> Option<(&'a ConfigurationView, Place, NaiveDate)> {
    let day: Option<NaiveDate> = day.and_then(|day| day.parse().ok());
    if let Some(same) = meter.configurations.iter().find(|period| Some(period.valid_from) == day) {
        return Some((same, Place::Period(same.id), same.valid_from));
    }
    let span = |view: &&ConfigurationView| Period { from: view.valid_from, to: view.valid_to };
    let timeline = Timeline::on(day.unwrap_or(today), &meter.configurations, span);
    let shown = *timeline.shown()?;
    Some(match day {
        Some(day) => (shown, Place::New, day),
        // Without a day, what lies ahead is corrected, and what holds today changes from today on.
        None if shown.valid_from >= today => (shown, Place::Period(shown.id), shown.valid_from),
        None => (shown, Place::New, today),
    })
}

/// The body with which a meter would be created as it is.
pub(crate) fn body_of(identity: &MeterIdentity, valid_from: NaiveDate, configuration: &Configuration) -> NewMeter {
    NewMeter {
        ean: identity.point.as_str().to_owned(),
        meter_number: identity.meter_number.clone(),
        address: Address::from(&identity.address),
        phases: identity.phases,
        reading_frequency: identity.reading_frequency,
        tariff_group: identity.tariff_group,
        voltage_system: identity.voltage_system,
        configuration: ConfigurationInput {
            valid_from,
            description: configuration.description.clone(),
            status: configuration.status,
            sampling_power_kva: configuration.sampling_power.decimal(),
            generating_capacity_kva: configuration.generating_capacity.decimal(),
            amperage_a: configuration.amperage.decimal(),
            production_chain: configuration.production_chain,
            injection_status: configuration.injection_status,
            dso: configuration.dso.clone(),
            rate: configuration.rate,
            client_type: configuration.client_type,
            member_id: configuration.member,
        },
    }
}

/// The body as the rules leave it, with what is unusual about it; none when it breaks one, which is added to the
/// row's mistakes.
fn read(values: &mut Values, body: Value, stored: &Stored<'_>) -> Option<(NewMeter, Vec<WarningNote>)> {
    let input: NewMeter = match serde_json::from_value(body) {
        Ok(input) => input,
        Err(_) => {
            values.wrong("", Code::WrongType.into());
            return None;
        }
    };
    let meter = input.to_domain(stored.region).map_err(|violations| values.add(violations, &DEPENDING)).ok()?;
    if !stored.dsos.contains(&meter.configuration.dso) {
        values.wrong("/configuration/dso", Code::UnknownDso.into());
    }
    let warnings = meter::warnings(&meter).into_iter().map(WarningNote::from).collect();
    let tidy = body_of(&meter.identity, meter.valid_from, &meter.configuration);
    values.errors.is_empty().then_some((tidy, warnings))
}

/// The change of an owner, told by name.
fn named(mut change: FieldChange, owners: &Owners) -> FieldChange {
    if change.field == "configuration.member_id" {
        let name =
            |id: &Value| id.as_str().and_then(|id| owners.name(id.parse().ok()?)).map_or(Value::Null, Value::from);
        (change.old, change.new) = (name(&change.old), name(&change.new));
    }
    change
}
