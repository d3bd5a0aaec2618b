//! How the values of a member are called.

use crate::i18n::t;
use crate::ui::{Badge, Tone};
use domain::vocabulary::{MemberKind, MemberStatus, PortalAccess};
use leptos::prelude::*;

/// The word for person or company.
pub fn kind(value: MemberKind) -> String {
    t(&format!("members.kind.{value}"))
}

/// The word for a status.
pub fn status(value: MemberStatus) -> String {
    t(&format!("members.status.{value}"))
}

/// Whether somebody sees a member's meters.
pub fn portal_access(value: PortalAccess) -> String {
    t(&format!("members.portal_access.{value}"))
}

/// A status as a badge.
pub fn badge(value: MemberStatus) -> AnyView {
    let tone = match value {
        MemberStatus::Active => Tone::Good,
        MemberStatus::Inactive => Tone::Neutral,
        MemberStatus::Pending => Tone::Waiting,
    };
    view! { <Badge label=status(value) tone=tone /> }.into_any()
}
