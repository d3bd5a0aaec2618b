//! Who listens to an allocation while it is made, one quarter-hour at a time.

use super::plan::Pass;

/// What became of one quarter-hour. It is lent: whoever wants to keep something copies it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The quarter-hour, from 0 at the start of the input.
    pub index: usize,
    /// What was shared out.
    pub production_wh: u64,
    /// What was consumed.
    pub consumption_wh: u64,
    /// What consumers were given.
    pub shared_wh: u64,
    /// What each iteration did, before rounding.
    pub passes: &'a [Pass],
    /// What each consumer was given.
    pub allocated_wh: &'a [u32],
    /// What went back to each producer.
    pub surplus_wh: &'a [u32],
}

/// Takes every quarter-hour in turn.
pub trait Sink {
    /// The next quarter-hour.
    fn step(&mut self, step: &Step<'_>);
}

/// Keeps what each consumer was given, as one column per consumer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllocatedSeries {
    /// Wh, by consumer and quarter-hour.
    pub allocated_wh: Vec<Vec<u32>>,
}

impl Sink for AllocatedSeries {
    fn step(&mut self, step: &Step<'_>) {
        self.allocated_wh.resize_with(step.allocated_wh.len(), Vec::new);
        for (column, &wh) in self.allocated_wh.iter_mut().zip(step.allocated_wh) {
            column.push(wh);
        }
    }
}

/// A fingerprint of every number of an allocation (FNV-1a, 64 bits): equal on two machines exactly when all bits are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// The fingerprint so far.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }

    fn add(&mut self, number: u64) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

impl Sink for Digest {
    fn step(&mut self, step: &Step<'_>) {
        self.add(step.shared_wh);
        for pass in step.passes {
            self.add(pass.pool.to_bits());
            self.add(pass.allocated.to_bits());
        }
        for &wh in step.allocated_wh.iter().chain(step.surplus_wh) {
            self.add(u64::from(wh));
        }
    }
}
