//! Says that customer accounts have changed, to the lists that are on the screen: a toast can take something back long
//! after the page it came from is gone.

use leptos::prelude::*;

thread_local! {
    static CHANGED: ArcTrigger = ArcTrigger::new();
}

/// Reads anew from now on whenever an account changed.
pub fn track() {
    CHANGED.with(Track::track);
}

/// An account was created, changed, transferred, frozen or deleted.
pub fn notify() {
    CHANGED.with(Notify::notify);
}
