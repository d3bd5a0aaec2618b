//! A configuration as it is typed, in the form of a new meter and in that of a change.

use super::Reading;
use super::read::{choice, day, number};
use crate::format;
use crate::ui::{Choice, fields};
use api_types::{Configuration, ConfigurationInput};
use chrono::NaiveDate;
use domain::quantity::Decimal;
use domain::violation::Violations;
use domain::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate};

/// Where a request has the values.
#[derive(Debug)]
pub struct Pointers {
    /// First day.
    pub valid_from: &'static str,
    /// Free text.
    pub description: &'static str,
    /// Power that may be taken.
    pub sampling_power: &'static str,
    /// Generating capacity.
    pub generating_capacity: &'static str,
    /// Rating of the connection.
    pub amperage: &'static str,
    /// What produces.
    pub production_chain: &'static str,
    /// By what right it is injected.
    pub injection_status: &'static str,
    /// Code of the DSO.
    pub dso: &'static str,
    /// Registers.
    pub rate: &'static str,
    /// Use of the connection.
    pub client_type: &'static str,
    /// The owning member.
    pub owner: &'static str,
}

macro_rules! pointers {
    ($at:literal) => {
        Pointers {
            valid_from: concat!($at, "/valid_from"),
            description: concat!($at, "/description"),
            sampling_power: concat!($at, "/sampling_power_kva"),
            generating_capacity: concat!($at, "/generating_capacity_kva"),
            amperage: concat!($at, "/amperage_a"),
            production_chain: concat!($at, "/production_chain"),
            injection_status: concat!($at, "/injection_status"),
            dso: concat!($at, "/dso"),
            rate: concat!($at, "/rate"),
            client_type: concat!($at, "/client_type"),
            owner: concat!($at, "/member_id"),
        }
    };
}

/// In the request of a new meter.
pub static IN_METER: Pointers = pointers!("/configuration");

/// In a request about a configuration.
pub static ALONE: Pointers = pointers!("");

fields! {
    /// A configuration as it is typed.
    #[derive(Default)]
    ConfigurationValues;
    /// A configuration as signals.
    ConfigurationFields;
    /// Free text.
    description: String,
    /// Power that may be taken, kVA.
    sampling_power: String,
    /// Generating capacity, kVA.
    generating_capacity: String,
    /// Rating of the connection, A.
    amperage: String,
    /// What produces.
    production_chain: String,
    /// By what right it is injected.
    injection_status: String,
    /// Code of the DSO.
    dso: String,
    /// Registers.
    rate: String,
    /// Use of the connection.
    client_type: String,
    /// The owning member.
    owner: Option<Choice>,
    /// First day.
    valid_from: String,
}

impl ConfigurationValues {
    /// What is true in a period, to be changed; without a day.
    pub fn of(configuration: &Configuration) -> Self {
        let owner = configuration
            .member_id
            .map(|id| Choice::new(id.to_string(), configuration.member_name.clone().unwrap_or_else(|| id.to_string())));
        Self {
            description: configuration.description.clone(),
            sampling_power: format::typed(configuration.sampling_power_kva),
            generating_capacity: format::typed(configuration.generating_capacity_kva),
            amperage: format::typed(configuration.amperage_a),
            production_chain: configuration.production_chain.to_string(),
            injection_status: configuration.injection_status.to_string(),
            dso: configuration.dso.clone(),
            rate: configuration.rate.to_string(),
            client_type: configuration.client_type.to_string(),
            owner,
            valid_from: String::new(),
        }
    }

    /// The same changes on another ground: what still is as in `from` becomes as in `to`; the day stays.
    #[must_use]
    pub fn rebased(self, from: &Self, to: &Self) -> Self {
        let text = |typed: String, from: &str, to: &str| if typed == from { to.to_owned() } else { typed };
        let id = |owner: &Option<Choice>| owner.as_ref().map(|owner| owner.value.clone());
        Self {
            description: text(self.description, &from.description, &to.description),
            sampling_power: text(self.sampling_power, &from.sampling_power, &to.sampling_power),
            generating_capacity: text(self.generating_capacity, &from.generating_capacity, &to.generating_capacity),
            amperage: text(self.amperage, &from.amperage, &to.amperage),
            production_chain: text(self.production_chain, &from.production_chain, &to.production_chain),
            injection_status: text(self.injection_status, &from.injection_status, &to.injection_status),
            dso: text(self.dso, &from.dso, &to.dso),
            rate: text(self.rate, &from.rate, &to.rate),
            client_type: text(self.client_type, &from.client_type, &to.client_type),
            owner: if id(&self.owner) == id(&from.owner) { to.owner.clone() } else { self.owner },
            valid_from: self.valid_from,
        }
    }

    /// The day, once it is one.
    pub fn day(&self) -> Option<NaiveDate> {
        self.valid_from.parse().ok()
    }

    /// True when nothing produces.
    pub fn is_without_production(&self) -> bool {
        self.production_chain == ProductionChain::None.as_str()
    }

    /// Reads everything and checks it by the rules of `domain`.
    pub fn read(&self, status: ConfigurationStatus) -> Reading<ConfigurationInput> {
        let mut violations = Violations::default();
        let input = self.request(status, &ALONE, &mut violations);
        let rules = input.to_domain();
        Reading::checked(input, violations, rules)
    }

    /// The request, and what cannot be read.
    pub(super) fn request(
        &self,
        status: ConfigurationStatus,
        at: &Pointers,
        violations: &mut Violations,
    ) -> ConfigurationInput {
        let one = Decimal::new(1, 0);
        // Stand-ins that fit each other, so that a missing value is reported once and at its place.
        let production_chain = choice(violations, at.production_chain, &self.production_chain, ProductionChain::Other);
        let injection_status = match production_chain {
            ProductionChain::None => InjectionStatus::None,
            _ => choice(violations, at.injection_status, &self.injection_status, InjectionStatus::SelfProducerOwner),
        };
        ConfigurationInput {
            valid_from: day(violations, at.valid_from, &self.valid_from),
            description: self.description.clone(),
            status,
            sampling_power_kva: number(violations, at.sampling_power, &self.sampling_power, Decimal::default()),
            generating_capacity_kva: number(
                violations,
                at.generating_capacity,
                &self.generating_capacity,
                Decimal::default(),
            ),
            amperage_a: number(violations, at.amperage, &self.amperage, one),
            production_chain,
            injection_status,
            dso: self.dso.clone(),
            rate: choice(violations, at.rate, &self.rate, Rate::Simple),
            client_type: choice(violations, at.client_type, &self.client_type, ClientType::Residential),
            member_id: self.owner.as_ref().and_then(|owner| owner.value.parse().ok()),
        }
    }
}
