//! What power a connection carries, in whole numbers.
//!
//! One phase carries V·A, three phases √3·V·A. Comparisons square both sides, so nothing is rounded.

use crate::quantity::{Amperes, Kva};
use crate::vocabulary::VoltageSystem;

/// A declared power may pass the connection's by this many percent: published tables round.
pub const TOLERANCE_PERCENT: u128 = 2;

/// The voltage system that carries most with a number of phases.
#[must_use]
pub const fn highest_system(phases: u8) -> VoltageSystem {
    if phases >= 3 { VoltageSystem::Tri400N } else { VoltageSystem::Mono230 }
}

impl VoltageSystem {
    /// Number of phases.
    #[must_use]
    pub const fn phases(self) -> u8 {
        match self {
            Self::Mono230 => 1,
            Self::Tri230 | Self::Tri400N => 3,
        }
    }

    /// Voltage between two conductors of the supply.
    const fn volts(self) -> u128 {
        match self {
            Self::Mono230 | Self::Tri230 => 230,
            Self::Tri400N => 400,
        }
    }

    /// Square of the factor of its phases: 1, or √3².
    const fn phase_factor_squared(self) -> u128 {
        match self {
            Self::Mono230 => 1,
            Self::Tri230 | Self::Tri400N => 3,
        }
    }
}

/// The power that a connection carries, in whole volt-amperes, rounded down.
#[must_use]
pub fn capacity(system: VoltageSystem, amperage: Amperes) -> Kva {
    let millivolt_amperes = squared_capacity(system, amperage).isqrt();
    Kva::from_units(i64::try_from(millivolt_amperes / 1000).unwrap_or(i64::MAX))
}

/// Whether a declared power is more than 2 % over what the connection carries.
#[must_use]
pub fn exceeds(declared: Kva, system: VoltageSystem, amperage: Amperes) -> bool {
    let declared_millivolt_amperes = u128::try_from(declared.units()).unwrap_or(0) * 1000;
    let allowed_percent = 100 + TOLERANCE_PERCENT;
    (declared_millivolt_amperes * 100).pow(2) > squared_capacity(system, amperage) * allowed_percent.pow(2)
}

/// The square of the capacity in millivolt-amperes. Amperes are at most 10⁸ mA, so it fits with room to spare.
fn squared_capacity(system: VoltageSystem, amperage: Amperes) -> u128 {
    let milliamperes = u128::try_from(amperage.units()).unwrap_or(0);
    (system.volts() * milliamperes).pow(2) * system.phase_factor_squared()
}
