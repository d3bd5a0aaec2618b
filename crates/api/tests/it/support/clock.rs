//! A clock that stands still until a test moves it.

use api::clock::{Clock, SystemClock};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Noon of this day in Brussels is when every test begins.
const START: &str = "2026-06-15T10:00:00Z";

/// The server's time; clones are the same clock.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    /// At the beginning of every test.
    pub(crate) fn start() -> Self {
        Self(Arc::new(Mutex::new(START.parse().unwrap())))
    }

    /// Lets time pass.
    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Takes over the machine's time, where the program was run with that before.
    pub(crate) fn set_to_now(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = SystemClock.now();
    }

    /// The date in Brussels; tests stay away from midnight.
    pub(crate) fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
