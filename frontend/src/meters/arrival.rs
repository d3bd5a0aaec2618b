//! What a meter's page shows after a change: the tab with the new period, and the focus on it.

use leptos::prelude::*;
use uuid::Uuid;

/// The period that is awaited; it outlives the page's content, which is drawn anew after each change.
#[derive(Debug, Clone, Copy)]
pub struct Arrival(StoredValue<Option<Uuid>>);

impl Arrival {
    /// None is awaited.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// This one, as soon as the meter was read anew.
    pub fn expect(self, period: Uuid) {
        self.0.try_update_value(|awaited| *awaited = Some(period));
    }

    /// The awaited one, once.
    pub fn take(self) -> Option<Uuid> {
        self.0.try_update_value(Option::take).flatten()
    }
}

/// The id of a period's heading.
pub fn heading(period: Uuid) -> String {
    format!("period-{period}")
}
