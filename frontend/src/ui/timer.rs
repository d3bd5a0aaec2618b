//! Waiting until somebody stops typing.

use leptos::prelude::*;
use std::time::Duration;

/// Runs only the last of several actions that follow each other quickly.
#[derive(Debug, Clone, Copy)]
pub struct Debounce {
    delay: Duration,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl Debounce {
    /// Waits `millis` of silence. An action still waiting dies with its owner.
    #[must_use]
    pub fn new(millis: u64) -> Self {
        let pending = StoredValue::new(None::<TimeoutHandle>);
        let debounce = Self { delay: Duration::from_millis(millis), pending };
        on_cleanup(move || debounce.cancel());
        debounce
    }

    /// Runs `action` after the silence, unless another one comes before.
    pub fn run(self, action: impl FnOnce() + 'static) {
        self.cancel();
        let handle = set_timeout_with_handle(action, self.delay).ok();
        self.pending.try_update_value(|pending| *pending = handle);
    }

    /// Forgets what waits.
    pub fn cancel(self) {
        if let Some(Some(handle)) = self.pending.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
