//! Says that meters have changed, to the lists that are on the screen: a toast can take a creation
//! back long after the page it came from is gone.

use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Reads anew from now on whenever a meter changed.
pub fn track() {
    CHANGED.with(Track::track);
}

/// A meter was created or deleted.
pub fn notify() {
    CHANGED.with(Notify::notify);
}
