//! Readings above what a connection carries: a sign of a wrong unit, a wrong meter or a wrong file.

use super::Direction;
use super::quarter::Quarter;
use super::series::Series;
use crate::power::{TOLERANCE_PERCENT, capacity};
use crate::quantity::{Amperes, Kva};
use crate::vocabulary::{VoltageSystem, vocabulary};

vocabulary! {
    /// What bounds the energy of a quarter-hour.
    Bound {
        /// The power that may be taken.
        SamplingPower = "sampling_power",
        /// The power of what produces behind the meter.
        GeneratingCapacity = "generating_capacity",
        /// What the connection's fuses let through, either way.
        Amperage = "amperage",
    }
}

/// What is declared of a meter's connection; what is not declared bounds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connection {
    /// The power that may be taken.
    pub sampling_power: Option<Kva>,
    /// The power of what produces.
    pub generating_capacity: Option<Kva>,
    /// The wiring and the current of its fuses.
    pub amperage: Option<(VoltageSystem, Amperes)>,
}

/// A reading above what the connection carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The quarter-hour.
    pub at: Quarter,
    /// Its reading, in Wh.
    pub wh: u32,
}

/// The readings above the lowest bound of a direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excesses {
    /// Which bound is the lowest.
    pub bound: Bound,
    /// What it lets through in a quarter-hour, in Wh, rounded down.
    pub most_wh: u64,
    /// The readings more than 2 % above it, in order of time.
    pub readings: Vec<Excess>,
}

impl Connection {
    /// The lowest power that bounds a direction.
    #[must_use]
    pub fn lowest(&self, direction: Direction) -> Option<(Bound, Kva)> {
        let declared = match direction {
            Direction::Offtake => self.sampling_power.map(|power| (Bound::SamplingPower, power)),
            Direction::Injection => self.generating_capacity.map(|power| (Bound::GeneratingCapacity, power)),
        };
        let fuses = self.amperage.map(|(system, amperage)| (Bound::Amperage, capacity(system, amperage)));
        declared.into_iter().chain(fuses).min_by_key(|(_, power)| *power)
    }

    /// The readings above what the connection carries; none when nothing bounds the direction. Both sides of the
    /// comparison are whole: a quarter-hour at P volt-amperes is P/4 Wh at most.
    #[must_use]
    pub fn excesses(&self, series: &Series, direction: Direction) -> Option<Excesses> {
        let (bound, power) = self.lowest(direction)?;
        let volt_amperes = u64::try_from(power.units()).unwrap_or(0);
        let percent = 100 + TOLERANCE_PERCENT;
        let above = |wh: u32| u128::from(wh) * 400 > u128::from(volt_amperes) * percent;
        let readings = series.known().filter(|(_, wh)| above(*wh)).map(|(at, wh)| Excess { at, wh }).collect();
        Some(Excesses { bound, most_wh: volt_amperes / 4, readings })
    }
}
