//! The words of roles and of where a user stands.

use crate::format::date;
use crate::i18n::{t, tr};
use crate::ui::{Badge, Tone};
use api_types::{OrganisationUser, UserState};
use domain::role::Role;
use leptos::prelude::*;

/// A role's name.
pub fn role(role: Role) -> String {
    t(&format!("users.role.{role}"))
}

/// The roles of a user in one line, each once.
pub fn roles(user: &OrganisationUser) -> String {
    let mut names: Vec<String> = Vec::new();
    for at in &user.roles {
        let name = role(at.role);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Where a user stands.
pub fn state(user: &OrganisationUser) -> AnyView {
    let (label, tone) = match user.state {
        UserState::Active => (t("users.state.active"), Tone::Good),
        UserState::Invited => (t("users.state.invited"), Tone::Waiting),
        UserState::InvitationExpired => (t("users.state.expired"), Tone::Bad),
    };
    view! { <Badge label=label tone=tone /> }.into_any()
}

/// Until when the invitation can be accepted.
pub fn invitation(user: &OrganisationUser) -> Option<String> {
    let until = user.invitation_expires_at?;
    Some(match user.state {
        UserState::Active => return None,
        UserState::Invited => tr("users.invited_until", &[("date", &date(until.date_naive()))]),
        UserState::InvitationExpired => tr("users.expired_on", &[("date", &date(until.date_naive()))]),
    })
}
