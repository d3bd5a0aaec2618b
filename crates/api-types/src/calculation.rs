//! Simulations and searches that go on beside the requests.

use crate::{KeySearch, Simulation};
use chrono::{DateTime, Utc};
use domain::vocabulary::{CalculationKind, CalculationState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A simulation or a search that goes on beside the requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calculation {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What is calculated.
    pub kind: CalculationKind,
    /// Where it stands.
    pub state: CalculationState,
    /// How far it is.
    pub progress: CalculationProgress,
    /// Why there is no result: the code of a problem, or `interrupted` when the program was stopped.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// Who asked for it.
    pub created_by: Option<String>,
    /// When it was over; an hour later it is forgotten.
    pub ended_at: Option<DateTime<Utc>>,
    /// What a simulation came to; `null` before it is done.
    pub simulation: Option<Simulation>,
    /// What a search found; `null` before it is done.
    pub key_search: Option<KeySearch>,
}

/// How far a calculation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalculationProgress {
    /// Pieces that are behind.
    pub done: u64,
    /// Pieces there are at most; 0 until it is known. The last ones may turn out not to be needed.
    pub total: u64,
}
