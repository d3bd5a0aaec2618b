//! How the values of customer accounts are called.

use crate::i18n::t;
use crate::ui::{Badge, Tone};
use api_types::{Customer, CustomerContact};
use domain::customer::{CustomerInvitationState, CustomerKind, CustomerState, Editor, ForecastOrigin, ServiceState};
use leptos::prelude::*;

/// Whether an account is kept.
pub fn kind(value: CustomerKind) -> String {
    t(&format!("customers.kind.{value}"))
}

/// Where an account stands.
pub fn state(value: CustomerState) -> String {
    t(&format!("customers.state.{value}"))
}

/// Whether the customer may log in.
pub fn access(value: bool) -> String {
    t(if value { "customers.access_state.yes" } else { "customers.access_state.no" })
}

/// Who edits the optimisations.
pub fn editor(value: Editor) -> String {
    t(&format!("customers.editor.{value}"))
}

/// Whose forecast it is.
pub fn forecast(value: ForecastOrigin) -> String {
    t(&format!("customers.forecast.{value}"))
}

/// The state of an account as a badge.
pub fn state_badge(value: CustomerState) -> AnyView {
    let tone = match value {
        CustomerState::Active => Tone::Good,
        CustomerState::Frozen => Tone::Waiting,
        CustomerState::Deleted => Tone::Bad,
    };
    view! { <Badge label=state(value) tone=tone /> }.into_any()
}

/// Where an account stands, and whether it is a demo.
pub fn badges(customer: &Customer) -> AnyView {
    let demo = customer.demo.then(|| view! { <Badge label=kind(CustomerKind::Demo) tone=Tone::Ahead /> });
    view! {
        <span class="badges">
            {state_badge(customer.state)}
            {demo}
        </span>
    }
    .into_any()
}

/// The contact by their names, in the order one says them.
pub fn contact(contact: &CustomerContact) -> String {
    format!("{} {}", contact.first_name, contact.last_name)
}

/// What the state of a service means.
pub const fn service_tone(value: ServiceState) -> Tone {
    match value {
        ServiceState::Scheduled => Tone::Ahead,
        ServiceState::Active => Tone::Good,
        ServiceState::Expired => Tone::Neutral,
    }
}

/// The state of a service as a badge.
pub fn service_badge(value: ServiceState) -> AnyView {
    view! { <Badge label=t(&format!("customers.service.{value}")) tone=service_tone(value) /> }.into_any()
}

/// The state of an invitation as a badge.
pub fn invitation_badge(value: CustomerInvitationState) -> AnyView {
    let tone = match value {
        CustomerInvitationState::Sent | CustomerInvitationState::Opened => Tone::Waiting,
        CustomerInvitationState::Accepted => Tone::Good,
        CustomerInvitationState::Expired => Tone::Bad,
    };
    view! { <Badge label=t(&format!("customers.invitation.{value}")) tone=tone /> }.into_any()
}
