//! Distribution system operators: reference data.

use domain::vocabulary::Region;
use serde::{Deserialize, Serialize};

/// A distribution (or transmission) system operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dso {
    /// Its code, used as `dso` of a meter's configuration.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Where it operates; absent for the transmission system operator.
    pub region: Option<Region>,
    /// Its Global Location Numbers (GS1), 13 digits each.
    pub glns: Vec<String>,
    /// First seven digits that its metering points usually have; a hint, never a decision.
    pub ean_prefixes: Vec<String>,
}

/// The DSOs that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DsoList {
    /// Ordered by name.
    pub items: Vec<Dso>,
}
