//! The invitation of a customer: where it stands, how far its mail is, and sending it again.

use crate::customers::{changes, words};
use crate::errors::describe;
use crate::format::instant;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::session::use_session;
use crate::ui::{Button, Fact, Facts, Icon, Toasts};
use api_types::{Customer, CustomerInvitation};
use domain::customer::{CustomerInvitationState, CustomerState};
use domain::role::Permission;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The section; nothing for an account without one.
pub fn section(customer: &Customer) -> Option<AnyView> {
    let invitation = customer.invitation.clone()?;
    let open = invitation.state != CustomerInvitationState::Accepted;
    let may = customer.permissions.contains(&Permission::CustomerWrite) && customer.state == CustomerState::Active;
    let resend = (open && may).then(|| view! { <Resend customer=customer.clone() /> });
    let spam = invitation.sender.as_ref().filter(|_| open).map(|sender| {
        view! { <p class="remark">{tr("customers.spam", &[("sender", sender)])}</p> }
    });
    let section = view! {
        <section class="part" aria-labelledby="invitation-title">
            <header class="part-head">
                <h2 id="invitation-title">{t("customers.invitation")}</h2>
                {resend}
            </header>
            <div class="card">
                <Facts items=facts(&customer.contact.email, &invitation) />
                {spam}
            </div>
        </section>
    };
    Some(section.into_any())
}

fn facts(email: &str, invitation: &CustomerInvitation) -> Vec<Fact> {
    let state = words::invitation_badge(invitation.state);
    let to = view! { <span class="wrap-anywhere">{email.to_owned()}</span> };
    let mut facts = vec![
        Fact::new(t("customers.field.state"), state),
        Fact::new(t("customers.invitation.to"), to),
        Fact::new(t("customers.invitation.sent_at"), instant(invitation.sent_at)),
    ];
    if let Some(sender) = &invitation.sender {
        facts.push(Fact::new(t("customers.invitation.from"), sender.clone()));
    }
    if let Some(mail) = invitation.mail {
        facts.push(Fact::new(t("customers.invitation.mail"), t(&format!("customers.mail.{mail}"))));
    }
    let mut at = |key: &str, when: Option<chrono::DateTime<chrono::Utc>>| {
        facts.extend(when.map(|when| Fact::new(t(key), instant(when))));
    };
    at("customers.invitation.opened_at", invitation.opened_at);
    match invitation.accepted_at {
        Some(accepted) => at("customers.invitation.accepted_at", Some(accepted)),
        None => at("customers.invitation.expires_at", Some(invitation.expires_at)),
    }
    facts
}

#[component]
fn Resend(customer: Customer) -> impl IntoView {
    let (session, toasts, attempt) = (use_session(), Toasts::get(), Attempt::new());
    let busy = RwSignal::new(false);
    let resend = move |()| {
        busy.set(true);
        // Each mail that was sent is a new attempt; a retry of a lost answer is not.
        let key = attempt.key(&customer.invitation.as_ref().map(|invitation| invitation.sent_at));
        let (id, email) = (customer.id, customer.contact.email.clone());
        spawn_local(async move {
            let answer =
                session.call(async |client| client.resend_customer_invitation(id, None, Some(&key)).await).await;
            busy.try_set(false);
            match answer {
                Ok(_) => toasts.success(tr("customers.invitation.resent", &[("email", &email)])).show(),
                Err(error) => toasts.failure(describe(&error)).show(),
            }
            changes::notify();
        });
    };
    view! { <Button label=t("customers.invitation.resend") icon=Icon::Mail busy=busy on_press=resend /> }
}
