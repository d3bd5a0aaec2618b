//! Changing what is true of a meter: what is said anew, what is carried forward, what differs.

use super::{Configuration, ConfigurationDraft};
use crate::quantity::Decimal;
use crate::violation::Violations;
use crate::vocabulary::{ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, vocabulary};
use chrono::NaiveDate;
use uuid::Uuid;

/// What somebody says anew of a configuration, as it was typed; what is absent is carried forward.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigurationPatch {
    /// Free text; an empty one clears it.
    pub description: Option<String>,
    /// Whether it takes part.
    pub status: Option<ConfigurationStatus>,
    /// Power that may be taken, kVA.
    pub sampling_power_kva: Option<Decimal>,
    /// Generating capacity, kVA.
    pub generating_capacity_kva: Option<Decimal>,
    /// Rating of the connection, A.
    pub amperage_a: Option<Decimal>,
    /// What produces.
    pub production_chain: Option<ProductionChain>,
    /// By what right it is injected.
    pub injection_status: Option<InjectionStatus>,
    /// Code of the DSO.
    pub dso: Option<String>,
    /// Registers.
    pub rate: Option<Rate>,
    /// Use of the connection.
    pub client_type: Option<ClientType>,
    /// The member who owns it; `Some(None)` for nobody.
    pub member: Option<Option<Uuid>>,
}

impl ConfigurationPatch {
    /// The configuration from a day on, where `base` is carried forward. The rules hold on the whole, so that
    /// a chain without its injection status is found whichever of the two was said anew.
    ///
    /// # Errors
    /// Every violation, by JSON pointer such as `/amperage_a`.
    pub fn apply(&self, valid_from: NaiveDate, base: &Configuration) -> Result<Configuration, Violations> {
        let draft = ConfigurationDraft {
            valid_from,
            description: self.description.as_deref().unwrap_or(&base.description),
            status: self.status.unwrap_or(base.status),
            sampling_power_kva: self.sampling_power_kva.unwrap_or_else(|| base.sampling_power.decimal()),
            generating_capacity_kva: self.generating_capacity_kva.unwrap_or_else(|| base.generating_capacity.decimal()),
            amperage_a: self.amperage_a.unwrap_or_else(|| base.amperage.decimal()),
            rate: self.rate.unwrap_or(base.rate),
            client_type: self.client_type.unwrap_or(base.client_type),
            member: self.member.unwrap_or(base.member),
            dso: self.dso.as_deref().unwrap_or(&base.dso),
            production_chain: self.production_chain.unwrap_or(base.production_chain),
            injection_status: self.injection_status.unwrap_or(base.injection_status),
        };
        draft.check_alone()
    }
}

vocabulary! {
    /// The fields of a configuration, by their names on the wire.
    ConfigurationField {
        /// Free text.
        Description = "description",
        /// Whether it takes part.
        Status = "status",
        /// Power that may be taken.
        SamplingPower = "sampling_power_kva",
        /// Generating capacity.
        GeneratingCapacity = "generating_capacity_kva",
        /// Rating of the connection.
        Amperage = "amperage_a",
        /// What produces.
        ProductionChain = "production_chain",
        /// By what right it is injected.
        InjectionStatus = "injection_status",
        /// Code of the DSO.
        Dso = "dso",
        /// Registers.
        Rate = "rate",
        /// Use of the connection.
        ClientType = "client_type",
        /// The member who owns it.
        Member = "member_id",
    }
}

impl ConfigurationField {
    fn differs(self, old: &Configuration, new: &Configuration) -> bool {
        match self {
            Self::Description => old.description != new.description,
            Self::Status => old.status != new.status,
            Self::SamplingPower => old.sampling_power != new.sampling_power,
            Self::GeneratingCapacity => old.generating_capacity != new.generating_capacity,
            Self::Amperage => old.amperage != new.amperage,
            Self::ProductionChain => old.production_chain != new.production_chain,
            Self::InjectionStatus => old.injection_status != new.injection_status,
            Self::Dso => old.dso != new.dso,
            Self::Rate => old.rate != new.rate,
            Self::ClientType => old.client_type != new.client_type,
            Self::Member => old.member != new.member,
        }
    }
}

/// The fields in which two configurations differ, in the order they are shown.
#[must_use]
pub fn diff(old: &Configuration, new: &Configuration) -> Vec<ConfigurationField> {
    ConfigurationField::ALL.iter().copied().filter(|field| field.differs(old, new)).collect()
}
