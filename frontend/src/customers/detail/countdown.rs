//! How long a demo account still lives, counted down on the screen.

use crate::format::now;
use crate::i18n::{t, tr};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use std::time::Duration;

/// How often it is looked at the clock.
const PACE: Duration = Duration::from_secs(15);

/// Hours and minutes until an instant; none once it has come.
fn left(until: DateTime<Utc>, now: DateTime<Utc>) -> Option<(i64, i64)> {
    let minutes = (until - now).num_minutes();
    (until > now).then_some((minutes / 60, minutes % 60))
}

/// The time that is left, in words; it follows the clock.
pub fn view(until: DateTime<Utc>) -> AnyView {
    let clock = RwSignal::new(now());
    let look = move || {
        clock.try_set(now());
    };
    if let Ok(handle) = set_interval_with_handle(look, PACE) {
        on_cleanup(move || handle.clear());
    }
    let words = move || match left(until, clock.get()) {
        Some((hours, minutes)) => {
            tr("customers.left", &[("hours", &hours.to_string()), ("minutes", &minutes.to_string())])
        }
        None => t("customers.left.none"),
    };
    view! { <span class="tabular">{words}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::left;
    use chrono::{DateTime, TimeDelta};

    #[test]
    fn the_time_left_ends_at_nothing() {
        let now = DateTime::UNIX_EPOCH;
        for (seconds, expected) in
            [(86_400, Some((24, 0))), (3_661, Some((1, 1))), (59, Some((0, 0))), (0, None), (-5, None)]
        {
            assert_eq!(left(now + TimeDelta::seconds(seconds), now), expected, "{seconds}");
        }
    }
}
