//! Waiting: until somebody stops typing, until the browser has drawn, for some time.

use js_sys::Promise;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

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

/// Lets the browser draw and listen before long work goes on.
pub async fn breathe() {
    pause(Duration::ZERO).await;
}

/// Waits, and does nothing else.
pub async fn pause(time: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        let go_on = move || {
            // Nothing can be thrown there.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        };
        set_timeout(go_on, time);
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}
