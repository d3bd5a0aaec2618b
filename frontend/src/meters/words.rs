//! How the values of a meter are called and written.

use crate::format;
use crate::i18n::{t, tr};
use crate::ui::{Badge, Choice, Tone};
use api_types::{Address, Configuration, MeterState};
use chrono::{Days, NaiveDate};
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::ConfigurationField;
use domain::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, TariffGroup,
    VoltageSystem,
};
use leptos::prelude::*;
use std::fmt::Display;

/// The word for a number of phases.
pub fn phases(value: u8) -> String {
    t(&format!("meters.phases.{value}"))
}

/// The word for a reading frequency.
pub fn reading_frequency(value: ReadingFrequency) -> String {
    t(&format!("meters.reading_frequency.{value}"))
}

/// The word for a tariff group.
pub fn tariff_group(value: TariffGroup) -> String {
    t(&format!("meters.tariff_group.{value}"))
}

/// The word for a voltage system.
pub fn voltage_system(value: VoltageSystem) -> String {
    t(&format!("meters.voltage_system.{value}"))
}

/// The word for a rate.
pub fn rate(value: Rate) -> String {
    t(&format!("meters.rate.{value}"))
}

/// The word for a client type.
pub fn client_type(value: ClientType) -> String {
    t(&format!("meters.client_type.{value}"))
}

/// The word for a production chain.
pub fn production_chain(value: ProductionChain) -> String {
    t(&format!("meters.production_chain.{value}"))
}

/// The word for an injection status.
pub fn injection_status(value: InjectionStatus) -> String {
    t(&format!("meters.injection_status.{value}"))
}

/// The word for the status of a configuration, and what it means.
pub fn status(value: ConfigurationStatus) -> (String, Tone) {
    let tone = match value {
        ConfigurationStatus::Active => Tone::Good,
        ConfigurationStatus::Inactive => Tone::Neutral,
        ConfigurationStatus::WaitingDso | ConfigurationStatus::WaitingManager => Tone::Waiting,
    };
    (t(&format!("meters.status.{value}")), tone)
}

/// The name of a field of a configuration.
pub fn field(field: ConfigurationField) -> String {
    let name = match field {
        ConfigurationField::SamplingPower => "sampling_power",
        ConfigurationField::GeneratingCapacity => "generating_capacity",
        ConfigurationField::Amperage => "amperage",
        ConfigurationField::Member => "owner",
        other => other.as_str(),
    };
    t(&format!("meters.field.{name}"))
}

/// What a configuration says in a field.
pub fn value(field: ConfigurationField, of: &Configuration) -> String {
    match field {
        ConfigurationField::Description => format::or_none(Some(&of.description)),
        ConfigurationField::Status => status(of.status).0,
        ConfigurationField::SamplingPower => format::quantity(of.sampling_power_kva, "kVA"),
        ConfigurationField::GeneratingCapacity => format::quantity(of.generating_capacity_kva, "kVA"),
        ConfigurationField::Amperage => format::quantity(of.amperage_a, "A"),
        ConfigurationField::ProductionChain => production_chain(of.production_chain),
        ConfigurationField::InjectionStatus => injection_status(of.injection_status),
        ConfigurationField::Dso => of.dso.clone(),
        ConfigurationField::Rate => rate(of.rate),
        ConfigurationField::ClientType => client_type(of.client_type),
        ConfigurationField::Member => of.member_name.clone().unwrap_or_else(|| t("meters.no_owner")),
    }
}

/// A period in words.
pub fn period(of: &Configuration) -> String {
    let from = format::date(of.valid_from);
    match of.valid_to.and_then(|until| until.checked_sub_days(Days::new(1))) {
        Some(last) => tr("meters.period.closed", &[("from", &from), ("to", &format::date(last))]),
        None => tr("meters.period.open", &[("from", &from)]),
    }
}

/// The states a list can be filtered by.
pub const STATES: [MeterState; 5] = [
    MeterState::Active,
    MeterState::Scheduled,
    MeterState::WaitingDso,
    MeterState::WaitingManager,
    MeterState::Inactive,
];

/// The name of a state on the wire.
pub const fn state_name(state: MeterState) -> &'static str {
    match state {
        MeterState::Active => "active",
        MeterState::Inactive => "inactive",
        MeterState::WaitingDso => "waiting_dso",
        MeterState::WaitingManager => "waiting_manager",
        MeterState::Scheduled => "scheduled",
    }
}

/// The word for a state.
pub fn state(value: MeterState) -> String {
    t(&format!("meters.status.{}", state_name(value)))
}

/// A state as a badge; one that lies ahead says from when.
pub fn state_badge(value: MeterState, from: NaiveDate) -> AnyView {
    let tone = match value {
        MeterState::Active => Tone::Good,
        MeterState::Inactive => Tone::Neutral,
        MeterState::WaitingDso | MeterState::WaitingManager => Tone::Waiting,
        MeterState::Scheduled => Tone::Ahead,
    };
    let label = match value {
        MeterState::Scheduled => tr("meters.active_from", &[("date", &format::date(from))]),
        _ => state(value),
    };
    view! { <Badge label=label tone=tone /> }.into_any()
}

/// Choices of a vocabulary.
pub fn choices<T: Copy + Display>(values: &[T], word: impl Fn(T) -> String) -> Vec<Choice> {
    values.iter().map(|&value| Choice::new(value.to_string(), word(value))).collect()
}

/// An identifier in groups. The gaps are drawn, not typed: what is copied has none.
pub fn ean(scheme: IdScheme, value: &str) -> AnyView {
    let grouped = MeteringPointId::from_stored(scheme, value.to_owned()).display();
    let groups = grouped.split(' ').map(|group| view! { <span>{group.to_owned()}</span> }).collect_view();
    view! { <span class="ean">{groups}</span> }.into_any()
}

/// Street, number and box on one line.
pub fn street_line(address: &Address) -> String {
    let line = format!("{} {}", address.street, address.number);
    match &address.r#box {
        Some(r#box) => tr("meters.with_box", &[("line", &line), ("box", r#box)]),
        None => line,
    }
}

/// Postcode and city on one line.
pub fn city_line(address: &Address) -> String {
    format!("{} {}", address.postcode, address.city)
}
