//! Says that optimisations, their fixings or notifications have changed, to the pages that are on the screen.

use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Reads anew from now on whenever one changed.
pub fn track() {
    CHANGED.with(Track::track);
}

/// One was created, changed or deleted, or a fixing of it.
pub fn notify() {
    CHANGED.with(Notify::notify);
}
