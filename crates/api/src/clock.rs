//! The time, injected, so that tests can move it.

use chrono::{DateTime, SubsecRound, Utc};

/// Something that knows what time it is.
pub trait Clock: Send + Sync {
    /// The present instant, in whole microseconds: all that both databases keep.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::<Utc>::from(std::time::SystemTime::now()).trunc_subsecs(6)
    }
}
