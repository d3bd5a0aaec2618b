//! What the start page says of fixing advice: what is due and what was missed among the accounts one looks after, and
//! to a customer how far their optimisations are.

use super::changes;
use super::summary;
use super::words;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::markets::period_name;
use crate::routing::{Query, Route};
use crate::session::use_session;
use crate::ui::{Icon, Remote, RemoteView, SkeletonShape};
use api_types::{CalendarEntry, CustomerDashboard, DashboardOptimisation, Monitoring};
use domain::role::{Permission, Place};
use leptos::prelude::*;
use uuid::Uuid;

/// The advice that is due this week and that was missed; nothing for whoever looks after no accounts.
#[component]
pub fn DueAdvice(
    /// The organisation.
    organisation: Uuid,
) -> impl IntoView {
    let session = use_session();
    let may = Memo::new(move |_| session.can(Permission::CustomersRead, Place::Organisation(organisation)));
    move || {
        may.get().then(|| {
            let monitoring = Remote::new(move || {
                changes::track();
                async move { session.call(async |client| client.get_monitoring(organisation).await).await }
            });
            view! {
                <section class="card monitoring" aria-labelledby="advice-title">
                    <header class="part-head"><h2 id="advice-title">{t("optimisations.activity")}</h2></header>
                    <RemoteView remote=monitoring shape=SkeletonShape::Lines ready=due />
                </section>
            }
        })
    }
}

fn due(of: Monitoring) -> AnyView {
    let calendar = |name: &str, value: &str| {
        Route::AdviceCalendar.path_with(&Query::default().with("view", Some("list")).with(name, Some(value)))
    };
    let figure = |href: String, count: u32, words: &str| {
        view! {
            <li>
                <a class="task" href=href data-due=(count > 0).then_some("")>
                    <span class="task-count">{format::whole(count.into())}</span>
                    <span>{tn(words, count.into())}</span>
                    {Icon::ChevronRight.view()}
                </a>
            </li>
        }
    };
    let missed = Query::default().with("view", Some("list")).with("state", Some("missed"));
    let missed = missed
        .with("from", Some(&format::today().checked_sub_days(chrono::Days::new(30)).unwrap_or_default().to_string()));
    view! {
        <ul class="tasks">
            {figure(calendar("state", "advised"), of.advice_due_count, "optimisations.activity.due")}
            {figure(Route::AdviceCalendar.path_with(&missed), of.missed_count, "optimisations.activity.missed")}
        </ul>
        {entries(t("optimisations.activity.this_week"), of.advice_due, true)}
        {entries(t("optimisations.activity.last_days"), of.missed, true)}
    }
    .into_any()
}

/// Some advice under a heading; nothing without any.
fn entries(heading: String, entries: Vec<CalendarEntry>, by_company: bool) -> Option<AnyView> {
    if entries.is_empty() {
        return None;
    }
    let lines = entries.into_iter().map(|entry| {
        let href = Route::Optimisation(entry.optimisation_id).path();
        let name = if by_company { entry.company.clone() } else { entry.contract_name.clone() };
        let (percent, period) = (format::exact_percent(entry.percent), period_name(entry.period_from, entry.period_to));
        let values = [("percent", percent.as_str()), ("period", &period), ("date", &format::date(entry.advised_on))];
        let text = tr("optimisations.activity.entry", &values);
        view! {
            <li>
                <a href=href>{name}</a>
                <span class="remark">{words::marked(words::advice_mark(entry.state), text)}</span>
            </li>
        }
    });
    Some(view! { <h3>{heading}</h3><ul class="lines">{lines.collect_view()}</ul> }.into_any())
}

/// How far a customer's optimisations are.
#[component]
pub fn OwnAdvice(
    /// The account.
    customer: Uuid,
) -> impl IntoView {
    let session = use_session();
    let dashboard = Remote::new(move || {
        changes::track();
        async move { session.call(async |client| client.get_customer_dashboard(customer).await).await }
    });
    view! { <RemoteView remote=dashboard shape=SkeletonShape::Lines ready=own /> }.into_any()
}

fn own(of: CustomerDashboard) -> AnyView {
    if of.optimisations.is_empty() {
        return ().into_any();
    }
    let cards = of.optimisations.into_iter().map(card).collect_view();
    view! {
        <section class="card monitoring" aria-labelledby="own-advice-title">
            <header class="part-head"><h2 id="own-advice-title">{t("optimisations.title")}</h2></header>
            {entries(t("optimisations.activity.next"), of.advice_due, false)}
            {cards}
        </section>
    }
    .into_any()
}

fn card(of: DashboardOptimisation) -> AnyView {
    let DashboardOptimisation { optimisation, prices } = of;
    let href = Route::Optimisation(optimisation.id).path();
    let content = match prices {
        Some(prices) => summary::figures(&prices, &optimisation.market.currency),
        None => view! { <p class="muted">{t("optimisations.hidden.title")}</p> }.into_any(),
    };
    view! {
        <div class="own-optimisation">
            <h3><a href=href>{optimisation.contract_name}</a></h3>
            {content}
        </div>
    }
    .into_any()
}
