//! Says that meters have changed, to whatever shows them: a toast can take a change back long after the page
//! it came from is gone.

use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Reads anew from now on whenever a meter changed.
pub fn track() {
    CHANGED.with(Track::track);
}

/// A meter was created, changed or deleted.
pub fn notify() {
    CHANGED.with(Notify::notify);
}
