//! The closed vocabularies of meters, members and communities, with their names on the wire.
//!
//! Sources: the guides' forms; Synergrid and Fluvius for meters; CWaPE, Brugel and VREG for types of
//! energy sharing.

/// A text is none of the values of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a known value")]
pub struct UnknownValue;

macro_rules! vocabulary {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $(
                $(#[$doc])*
                #[cfg_attr(feature = "serde", serde(rename = $text))]
                // The schema's derive does not see serde's name when a macro passes it on.
                #[cfg_attr(feature = "openapi", schema(rename = $text))]
                $variant
            ),+
        }

        impl $name {
            /// Every value, in the order it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as it stands on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownValue;
            fn from_str(text: &str) -> Result<Self, $crate::vocabulary::UnknownValue> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err($crate::vocabulary::UnknownValue) }
            }
        }
    )+};
}
pub(crate) use vocabulary;

vocabulary! {
    /// How often the DSO reads the meter.
    ReadingFrequency {
        /// Once a month.
        Monthly = "monthly",
        /// Once a year.
        Yearly = "yearly",
        /// Every quarter-hour, needed for energy sharing in Flanders.
        QuarterHourly = "quarter_hourly",
    }
    /// The voltage the connection is charged at.
    TariffGroup {
        /// Low voltage.
        LowVoltage = "low_voltage",
        /// High voltage.
        HighVoltage = "high_voltage",
    }
    /// The connection's voltage and wiring.
    VoltageSystem {
        /// One phase, 230 V.
        Mono230 = "mono_230",
        /// Three phases of 230 V without neutral.
        Tri230 = "tri_230",
        /// Three phases of 400 V with neutral.
        Tri400N = "tri_400_n",
    }
    /// Where a meter's configuration stands.
    ConfigurationStatus {
        /// Takes part.
        Active = "active",
        /// Takes no part.
        Inactive = "inactive",
        /// Waits for the DSO's word.
        WaitingDso = "waiting_dso",
        /// Waits for the manager's word.
        WaitingManager = "waiting_manager",
    }
    /// The tariff periods the meter registers.
    Rate {
        /// One register.
        Simple = "simple",
        /// Day and night registers.
        BiHourly = "bi_hourly",
        /// A separate night-only circuit.
        ExclusiveNight = "exclusive_night",
        /// The Walloon three-band incentive tariff.
        Impact = "impact",
    }
    /// What the connection is used for; drives VAT and the modelled profile.
    ClientType {
        /// A household.
        Residential = "residential",
        /// A business or public body.
        Professional = "professional",
        /// An industrial site.
        Industrial = "industrial",
    }
    /// What produces behind the meter.
    ProductionChain {
        /// Nothing produces.
        None = "none",
        /// Solar panels.
        Photovoltaic = "photovoltaic",
        /// Wind.
        Wind = "wind",
        /// Water.
        Hydro = "hydro",
        /// Solid biomass.
        Biomass = "biomass",
        /// Biogas.
        Biogas = "biogas",
        /// Combined heat and power from fossil fuel.
        FossilChp = "fossil_chp",
        /// Combined heat and power from renewable fuel.
        RenewableChp = "renewable_chp",
        /// A battery.
        Battery = "battery",
        /// Another source.
        Other = "other",
    }
    /// By what right the production is injected.
    InjectionStatus {
        /// Nothing is injected.
        None = "none",
        /// Self-producer who owns the installation.
        SelfProducerOwner = "self_producer_owner",
        /// Self-producer with a right of use.
        SelfProducerRightOfUse = "self_producer_right_of_use",
        /// Pure injection, owner.
        InjectionOwner = "injection_owner",
        /// Pure injection, right of use.
        InjectionRightOfUse = "injection_right_of_use",
    }
    /// The region whose rules a community follows.
    Region {
        /// Wallonia (CWaPE).
        Wallonia = "wallonia",
        /// Brussels (Brugel).
        Brussels = "brussels",
        /// Flanders (VREG).
        Flanders = "flanders",
        /// Netherlands.
        Netherlands = "nl",
        /// Luxembourg.
        Luxembourg = "lu",
        /// France.
        France = "fr",
        /// Germany.
        Germany = "de",
        /// Austria.
        Austria = "at",
        /// Italy.
        Italy = "it",
        /// Spain.
        Spain = "es",
    }
    /// The legal form of sharing.
    CommunityType {
        /// Active customers acting collectively in one building.
        SameBuilding = "same_building",
        /// Renewable energy community.
        Rec = "rec",
        /// Citizen energy community.
        Cec = "cec",
        /// Local energy community (Brussels).
        Local = "local",
        /// Exchange between two parties.
        PeerToPeer = "peer_to_peer",
    }
    /// Whether a member is a person or a company.
    MemberKind {
        /// A natural person.
        Person = "person",
        /// A company, association or public body.
        Company = "company",
    }
    /// Where a member stands in the community.
    MemberStatus {
        /// Takes part.
        Active = "active",
        /// No longer takes part.
        Inactive = "inactive",
        /// Not yet accepted.
        Pending = "pending",
    }
    /// Whether somebody may look at a member's own meters in the portal.
    PortalAccess {
        /// Nobody was invited.
        None = "none",
        /// Somebody is invited and has not accepted.
        Invited = "invited",
        /// Somebody may log in.
        Active = "active",
    }
    /// What an import brings in.
    ImportKind {
        /// Meters, matched by their identifier.
        Meters = "meters",
        /// Members, matched by their e-mail or name.
        Members = "members",
    }
    /// Where an import stands.
    ImportState {
        /// Checked; nothing is stored until somebody confirms it.
        Checked = "checked",
        /// Being applied just now.
        Applying = "applying",
        /// Applied as a whole.
        Applied = "applied",
        /// Could not be applied; nothing of it was stored.
        Failed = "failed",
    }
    /// What is calculated beside the requests.
    CalculationKind {
        /// What a key does on readings.
        Simulation = "simulation",
        /// The search for better weights.
        KeySearch = "key_search",
    }
    /// Where a calculation stands.
    CalculationState {
        /// Others are calculated first.
        Waiting = "waiting",
        /// At work.
        Running = "running",
        /// There is a result.
        Done = "done",
        /// There is none, and there will be none.
        Failed = "failed",
    }
    /// Where an import of readings stands.
    ReadingImportState {
        /// Read; no reading is stored until somebody confirms it.
        Checked = "checked",
        /// Being applied just now.
        Applying = "applying",
        /// Applied as a whole.
        Applied = "applied",
        /// Applied, and taken back as a whole.
        Undone = "undone",
        /// Could not be applied; nothing of it was stored.
        Failed = "failed",
    }
    /// What an import of readings asks: what only a person can know of a file.
    ReadingQuestionKind {
        /// Times look like ends of quarter-hours; they were read as starts.
        EndStamped = "end_stamped",
        /// The file says no unit; it was read as kWh.
        UnitMissing = "unit_missing",
        /// The values do not look like the unit that the file says.
        UnitDoubtful = "unit_doubtful",
    }
    /// Where a series of a simulation comes from.
    SeriesSource {
        /// From readings.
        Measured = "measured",
        /// From a standard shape, as the meter has no quarter-hours.
        Modelled = "modelled",
    }
    /// What a row of an import comes to.
    ImportRowState {
        /// Something new.
        Create = "create",
        /// Something known that will be another.
        Change = "change",
        /// Something known that is so already.
        Unchanged = "unchanged",
        /// A row with mistakes, which is left out.
        Error = "error",
    }
    /// The languages of the screens and mails.
    Locale {
        /// English.
        En = "en",
        /// French.
        Fr = "fr",
        /// Dutch.
        Nl = "nl",
        /// German.
        De = "de",
    }
}
