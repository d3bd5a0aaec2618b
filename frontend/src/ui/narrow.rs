//! Whether the screen is narrow, for the few things that are another thing on a phone and not only look otherwise.

use leptos::ev;
use leptos::prelude::*;

/// As in the style sheets.
const NARROW: &str = "(width < 48rem)";

/// True on a narrow screen; follows it when it turns.
pub fn is_narrow() -> Signal<bool> {
    let narrow = RwSignal::new(matches());
    let handle = window_event_listener(ev::resize, move |_| {
        let now = matches();
        if narrow.try_get_untracked().is_some_and(|before| before != now) {
            narrow.set(now);
        }
    });
    on_cleanup(move || handle.remove());
    narrow.into()
}

fn matches() -> bool {
    window().match_media(NARROW).ok().flatten().is_some_and(|query| query.matches())
}
