//! What a notification says.

use crate::format;
use crate::i18n::{t, tr};
use crate::markets::catalogue_name;
use crate::ui::chart::Shape;
use api_types::Notification;
use domain::notification::NotificationEvent;

/// In one sentence.
pub fn sentence(of: &Notification) -> String {
    let date = of.date.map(format::date).unwrap_or_default();
    let percent = of.percent.map(format::exact_percent).unwrap_or_default();
    let version = of.calendar_version.map(|version| version.to_string()).unwrap_or_default();
    let days = of.days_left.map(|days| days.to_string()).unwrap_or_default();
    let values = [
        ("date", date.as_str()),
        ("percent", &percent),
        ("version", &version),
        ("days", &days),
        ("market", &catalogue_name(&of.market)),
    ];
    tr(&format!("notifications.event.{}", of.event), &values)
}

/// What it is about.
pub fn about(of: &Notification) -> String {
    match &of.contract_name {
        Some(contract) => format!("{} · {contract} · {}", of.company, catalogue_name(&of.market)),
        None => format!("{} · {}", of.company, catalogue_name(&of.market)),
    }
}

/// Its mark.
pub const fn mark(of: NotificationEvent) -> Shape {
    match of {
        NotificationEvent::AdviceDue => Shape::Hollow,
        NotificationEvent::AdviceMissed => Shape::Cross,
        NotificationEvent::CalendarChanged | NotificationEvent::ServiceEnding | NotificationEvent::TrialEnding => {
            Shape::Ring
        }
    }
}

/// Whether it was read, for those who cannot see it.
pub fn state(of: &Notification) -> Option<String> {
    of.read_at.is_none().then(|| t("notifications.new"))
}
