//! The section "Monitoring of activities" of the start page: how many accounts one looks after, and which of their
//! services end soon.

use super::detail::findings::{self, SOON_DAYS};
use super::{changes, markets};
use crate::format::today;
use crate::i18n::{t, tn};
use crate::routing::{Query, Route};
use crate::session::{Session, use_session};
use crate::ui::{Emphasis, Icon, LinkButton, Remote, RemoteView, SkeletonShape};
use api_types::{Customer, CustomerQuery, MAX_LIMIT, Market, Page};
use chrono::{Days, NaiveDate};
use client::Error;
use domain::customer::ServiceState;
use domain::role::{Permission, Place};
use leptos::prelude::*;
use uuid::Uuid;

/// Lines shown; the list has the others.
const SHOWN: usize = 8;

/// What the section tells.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    accounts: u64,
    ending: Page<Customer>,
    markets: Vec<Market>,
}

/// A service that ends soon.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ending {
    customer: Uuid,
    company: String,
    market: Uuid,
    end: NaiveDate,
}

async fn fetch(session: Session, organisation: Uuid) -> Result<Known, Error> {
    let list = async |query: CustomerQuery| {
        session.call(async |client| client.list_customers(organisation, &query).await).await
    };
    let all = list(CustomerQuery { limit: Some(1), ..CustomerQuery::default() }).await?;
    let ending = list(CustomerQuery {
        limit: Some(MAX_LIMIT),
        ending_before: Some(horizon(today())),
        ..CustomerQuery::default()
    });
    let ending = ending.await?;
    Ok(Known { accounts: all.total.unwrap_or(u64::MAX), ending, markets: markets::all(session).await? })
}

/// The first day that is not soon any more.
fn horizon(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(SOON_DAYS.unsigned_abs() + 1)).unwrap_or(today)
}

/// The section; nothing for whoever looks after no accounts.
#[component]
pub fn Monitoring(
    /// The organisation.
    organisation: Uuid,
) -> impl IntoView {
    let session = use_session();
    let may = Memo::new(move |_| session.can(Permission::CustomersRead, Place::Organisation(organisation)));
    move || may.get().then(|| section(session, organisation))
}

fn section(session: Session, organisation: Uuid) -> AnyView {
    let known = Remote::new(move || {
        changes::track();
        fetch(session, organisation)
    });
    let adds = session.can(Permission::CustomersCreate, Place::Organisation(organisation));
    let add = adds.then(|| {
        let href = Route::CustomerNew(organisation).path();
        view! {
            <LinkButton href=href label=t("customers.monitoring.add") emphasis=Emphasis::Primary icon=Icon::Plus />
        }
    });
    view! {
        <section class="card monitoring" aria-labelledby="monitoring-title">
            <header class="part-head">
                <h2 id="monitoring-title">{t("customers.monitoring")}</h2>
                {add}
            </header>
            <RemoteView
                remote=known
                shape=SkeletonShape::Lines
                ready=move |known| content(organisation, known)
            />
        </section>
    }
    .into_any()
}

fn content(organisation: Uuid, known: Known) -> AnyView {
    let soon = Query::default().with("ending_before", Some(&horizon(today()).to_string()));
    let ending = known.ending.total.unwrap_or(u64::MAX);
    let list = Route::Customers(organisation);
    view! {
        <ul class="tasks">
            {figure(list.path(), known.accounts, "customers.monitoring.accounts", false)}
            {figure(list.path_with(&soon), ending, "customers.monitoring.ending", ending > 0)}
        </ul>
        {soonest(organisation, &known)}
    }
    .into_any()
}

fn figure(href: String, count: u64, words: &str, due: bool) -> AnyView {
    view! {
        <li>
            <a class="task" href=href data-due=due.then_some("")>
                <span class="task-count">{crate::format::whole(count)}</span>
                <span>{tn(words, count)}</span>
                {Icon::ChevronRight.view()}
            </a>
        </li>
    }
    .into_any()
}

/// The services that end first.
fn soonest(organisation: Uuid, known: &Known) -> Option<AnyView> {
    let endings = endings(&known.ending.items, today());
    let lines = endings.into_iter().take(SHOWN).map(|ending| {
        let page = Route::Customer { organisation, customer: ending.customer }.path();
        let text = findings::ending(&markets::name_of(&known.markets, ending.market), ending.end, today());
        view! { <li><a href=page>{ending.company}</a><span class="remark">{text}</span></li> }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3>{t("customers.monitoring.soon")}</h3>
            <ul class="lines">{lines}</ul>
        }
        .into_any()
    })
}

/// Every service of these accounts that ends soon, the first end first.
fn endings(customers: &[Customer], today: NaiveDate) -> Vec<Ending> {
    let mut endings: Vec<Ending> = Vec::new();
    for customer in customers {
        let soon = customer.services.iter().filter(|service| {
            service.state == ServiceState::Active && (service.end_date - today).num_days() <= SOON_DAYS
        });
        endings.extend(soon.map(|service| Ending {
            customer: customer.id,
            company: customer.company.clone(),
            market: service.market_id,
            end: service.end_date,
        }));
    }
    endings.sort_by(|a, b| (a.end, &a.company).cmp(&(b.end, &b.company)));
    endings
}

#[cfg(test)]
mod tests {
    use super::horizon;
    use chrono::NaiveDate;

    #[test]
    fn the_last_day_that_is_soon_lies_before_the_horizon() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap_or_default();
        assert_eq!((horizon(day(1)) - day(1)).num_days(), 31);
    }
}
