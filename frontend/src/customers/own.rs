//! The start page of a customer: their account as it is set up, market by market, with what they see and when.

use super::{markets, words};
use crate::format;
use crate::i18n::{t, tr};
use crate::session::{Session, use_session};
use crate::ui::{EmptyState, Icon, Remote, RemoteView, SkeletonShape};
use api_types::{Customer, Market, MarketService};
use client::Error;
use domain::customer::{ServiceState, editor_of};
use leptos::prelude::*;
use uuid::Uuid;

/// The account with the catalogue.
type Known = (Customer, Vec<Market>);

async fn fetch(session: Session, id: Uuid) -> Result<Known, Error> {
    let customer = session.call(async |client| client.get_customer(id).await).await?.value;
    Ok((customer, markets::all(session).await?))
}

/// The card of an account.
#[component]
pub fn OwnAccount(
    /// The account.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let known = Remote::new(move || fetch(session, id));
    view! { <RemoteView remote=known shape=SkeletonShape::Detail ready=card /> }.into_any()
}

fn card((customer, markets): Known) -> AnyView {
    let kam = tr("customers.own.kam", &[("name", &customer.kam.name)]);
    let mail = format!("mailto:{}", customer.kam.email);
    let edits = t(&format!("customers.own.editor.{}", editor_of(customer.editor)));
    let content = if customer.services.is_empty() {
        view! {
            <EmptyState icon=Icon::Calendar title=t("customers.own.nothing") text=t("customers.own.nothing_text") />
        }
        .into_any()
    } else {
        let items = customer.services.iter().map(|service| item(service, &markets)).collect_view();
        view! { <ul class="own-services">{items}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="account-title">
            <header class="card-head">
                <h2 id="account-title">{customer.company}</h2>
                <p>{kam}" "<a href=mail>{customer.kam.email}</a></p>
            </header>
            {content}
            <p class="remark">{edits}</p>
        </section>
    }
    .into_any()
}

fn item(service: &MarketService, markets: &[Market]) -> AnyView {
    let text = match service.state {
        ServiceState::Scheduled => tr("customers.own.from", &[("date", &format::date(service.start_date))]),
        ServiceState::Active => tr("customers.own.until", &[("date", &format::date(service.end_date))]),
        ServiceState::Expired => tr("customers.own.ended", &[("date", &format::date(service.end_date))]),
    };
    let usage = tr(
        "customers.service.usage",
        &[("used", &service.used_optimisations.to_string()), ("max", &service.max_optimisations.to_string())],
    );
    view! {
        <li class="own-service">
            <div class="lane-head">
                <h3>{markets::name_of(markets, service.market_id)}</h3>
                {words::service_badge(service.state)}
            </div>
            <p>{text}</p>
            <p class="remark tabular">{usage}</p>
        </li>
    }
    .into_any()
}
