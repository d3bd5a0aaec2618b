//! The page of a customer account: whether it is as it should be, whom to reach, what the customer sees and when,
//! their invitation, their optimisations, and what was changed.

mod actions;
mod countdown;
pub mod findings;
mod invitation;
mod timeline;

use super::optimisations::AccountOptimisations;
use super::{changes, markets, words};
use crate::audit::{Changes, Source};
use crate::format::{self, today};
use crate::i18n::{t, tr};
use crate::language;
use crate::routing::{Query, Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{EmptyState, Fact, Facts, Icon, Notice, NoticeKind, PageHead, Remote, RemoteView, SkeletonShape};
use api_types::{Customer, Market, MarketService};
use client::{Error, Versioned};
use domain::customer::ForecastOrigin;
use domain::role::Permission;
use leptos::prelude::*;
use timeline::Lane;
use uuid::Uuid;

/// The name in the address that says that the account has just been created.
pub const CREATED: &str = "created";

/// An account with the markets its services are of.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    customer: Versioned<Customer>,
    markets: Vec<Market>,
}

async fn fetch(session: Session, id: Uuid) -> Result<Known, Error> {
    let customer = session.call(async |client| client.get_customer(id).await).await?;
    Ok(Known { customer, markets: markets::all(session).await? })
}

/// The page.
#[component]
pub fn CustomerPage(
    /// The organisation that looks after the account.
    organisation: Uuid,
    /// The account.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let known = Remote::new(move || {
        changes::track();
        fetch(session, id)
    });
    view! {
        <RemoteView
            remote=known
            shape=SkeletonShape::Detail
            whole_page=true
            ready=move |known| page(organisation, known)
        />
    }
    .into_any()
}

fn page(organisation: Uuid, known: Known) -> AnyView {
    let Known { customer: answer, markets } = known;
    let customer = answer.value.clone();
    let may_read_log = customer.permissions.contains(&Permission::CustomerAudit);
    let log = may_read_log.then(|| view! { <Changes of=Source::Customer { organisation } object=customer.id /> });
    view! {
        {head(organisation, &answer)}
        {created(&customer)}
        <section class="card summary" aria-labelledby="summary-title">
            <h2 id="summary-title">{t("customers.summary")}</h2>
            {findings::view(&customer, &markets, today())}
            <Facts items=facts(&customer) />
        </section>
        <section class="part" aria-labelledby="services-title">
            <h2 id="services-title">{t("customers.section.services")}</h2>
            {services(&customer, &markets)}
        </section>
        {invitation::section(&customer)}
        <AccountOptimisations customer=customer.clone() />
        {log}
        <p class="last-change">{format::last_change(customer.updated_by.as_deref(), customer.updated_at)}</p>
    }
    .into_any()
}

fn head(organisation: Uuid, answer: &Versioned<Customer>) -> AnyView {
    let customer = &answer.value;
    let back = (Route::Customers(organisation).path(), t("customers.title"));
    let actions = actions::bar(organisation, answer);
    view! { <PageHead title=customer.company.clone() back=back state=words::badges(customer)>{actions}</PageHead> }
        .into_any()
}

/// What happens next, once the account was created.
fn created(customer: &Customer) -> Option<AnyView> {
    let just_created = use_router().query_now().get(CREATED).is_some();
    just_created.then(|| {
        let title = tr("customers.done.title", &[("name", &customer.company)]);
        let sender = customer.invitation.as_ref().and_then(|invitation| invitation.sender.clone());
        let next = if customer.access { "customers.done.then" } else { "customers.done.then_free" };
        let spam = sender.as_ref().map(|sender| {
            view! { <p>{tr("customers.spam", &[("sender", sender)])}</p> }
        });
        let mail = mail(customer, sender.as_deref());
        view! {
            <Notice kind=NoticeKind::Success title=title>
                <p>{mail}</p>
                {spam}
                <p>{t(next)}</p>
            </Notice>
        }
        .into_any()
    })
}

/// What was sent to the customer, if anything.
fn mail(customer: &Customer, sender: Option<&str>) -> String {
    let Some(invitation) = &customer.invitation else { return t("customers.done.no_access") };
    let until = format::instant(invitation.expires_at);
    let values = [("email", customer.contact.email.as_str()), ("date", &until)];
    match sender {
        Some(sender) => tr("customers.done.mail_from", &[values[0], values[1], ("sender", sender)]),
        None => tr("customers.done.mail", &values),
    }
}

fn facts(customer: &Customer) -> Vec<Fact> {
    let contact = &customer.contact;
    let email = view! {
        <a class="wrap-anywhere" href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a>
        <span class="field-hint line">{t("customers.email_fixed")}</span>
    };
    let phone = format!("tel:{}", contact.phone.replace(' ', ""));
    let mut facts = vec![
        Fact::new(t("customers.field.reference"), format::or_none(customer.reference.as_deref())),
        Fact::new(t("customers.field.contact"), words::contact(contact)),
        Fact::new(t("customers.field.email"), email),
        Fact::new(t("customers.field.phone"), view! { <a href=phone>{contact.phone.clone()}</a> }),
        Fact::new(t("customers.field.kam"), customer.kam.name.clone()),
        Fact::new(t("customers.field.access"), words::access(customer.access)),
    ];
    facts.extend(customer.editor.map(|editor| Fact::new(t("customers.field.edits"), words::editor(editor))));
    facts.push(Fact::new(t("customers.field.locale"), language::name(customer.locale)));
    facts.push(Fact::new(t("customers.field.created"), format::instant(customer.created_at)));
    if let Some(erased) = customer.erased_at {
        facts.push(Fact::new(t("customers.field.left"), countdown::view(erased)));
    }
    facts
}

fn services(customer: &Customer, markets: &[Market]) -> AnyView {
    if !customer.access {
        return view! { <p class="card empty-line">{t("customers.services.no_access")}</p> }.into_any();
    }
    if customer.services.is_empty() {
        return view! { <EmptyState icon=Icon::Calendar title=t("customers.services.empty") /> }.into_any();
    }
    let lanes = customer.services.iter().map(|service| lane(customer, service, markets)).collect();
    view! { <div class="card">{timeline::view(lanes, today())}</div> }.into_any()
}

fn lane(customer: &Customer, service: &MarketService, markets: &[Market]) -> Lane {
    // With the customer's own forecasts, where there can be any.
    let own = service.forecasts.contains(&ForecastOrigin::Client).then(|| customer.id.to_string());
    let query = Query::default().with("customer", own.as_deref());
    Lane {
        href: Route::Market(service.market_id).path_with(&query),
        market: markets::name_of(markets, service.market_id),
        start: service.start_date,
        end: service.end_date,
        state: service.state,
        forecasts: service.forecasts.clone(),
        usage: (service.used_optimisations, service.max_optimisations),
    }
}
