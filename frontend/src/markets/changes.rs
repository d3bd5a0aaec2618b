//! Says that forecasts were published or prices brought in, to the pages that are on the screen.

use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Reads anew from now on whenever that happened.
pub fn track() {
    CHANGED.with(Track::track);
}

/// It happened.
pub fn notify() {
    CHANGED.with(Notify::notify);
}
