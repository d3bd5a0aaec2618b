//! The optimisations one works with: those of the accounts one looks after, or a customer's own.

use super::{changes, words};
use crate::exchange::{ExportMenu, Fetch};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::markets;
use crate::place::use_places;
use crate::routing::{Query, Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Badge, Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, LinkButton, PageHead,
    Remote, RemoteView, Row, Tone,
};
use api_types::{Market, OptimisationQuery, OptimisationSort, OptimisationState, OptimisationSummary, Page};
use client::Error;
use domain::role::{Permission, Place};
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

const STATE: &str = "state";
const MARKET: &str = "market_id";
const DEFAULT_ORDER: &str = "-created_at";

/// Whose optimisations a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Those of all accounts of an organisation that one looks after.
    Organisation(Uuid),
    /// Those of one account.
    Customer(Uuid),
    /// Nobody's: the user has no such role.
    Nobody,
}

/// Whose optimisations the user works with.
fn whose(session: Session, organisation: Option<Uuid>) -> Whose {
    let looks_after = organisation.filter(|id| session.can(Permission::CustomersRead, Place::Organisation(*id)));
    let own = session.own_account();
    match (looks_after, own) {
        (Some(organisation), _) => Whose::Organisation(organisation),
        (None, Some(customer)) => Whose::Customer(customer),
        (None, None) => Whose::Nobody,
    }
}

/// The page.
#[component]
pub fn OptimisationList() -> impl IntoView {
    let (session, places, listing) = (use_session(), use_places(), Listing::start());
    let whose_list = Memo::new(move |_| whose(session, places.organisation().map(|organisation| organisation.id)));
    let page = Remote::new(move || {
        changes::track();
        let (whose, query) = (whose_list.get(), to_api(&listing.query()));
        async move { fetch(session, whose, &query).await }
    });
    let count = Signal::derive(move || {
        let page = page.value()?;
        Some(page.total.map_or_else(|| t("optimisations.count.many"), |total| tn("optimisations.count", total)))
    });
    let add = move || match whose_list.get() {
        Whose::Customer(customer) => Some(add_button(customer)),
        Whose::Organisation(organisation) => Some(view! { <ExportMenu fetch=export(organisation) /> }.into_any()),
        Whose::Nobody => None,
    };
    let states = ["open", "over"].map(|state| Choice::new(state, t(&format!("optimisations.delivery.{state}"))));
    let catalogue = Remote::new(move || async move {
        session.call(async |client| client.list_markets().await).await.map(|markets| markets.items)
    });
    let market = move || {
        let choice = |market: &Market| Choice::new(market.id, markets::name(&market.code, &market.name));
        catalogue.value().map(|items| {
            view! {
                <FilterSelect
                    id="filter-market"
                    label=t("optimisations.field.market")
                    value=listing.value(MARKET)
                    choices=items.iter().map(choice).collect()
                    on_change=listing.on_change(MARKET)
                />
            }
        })
    };
    view! {
        <PageHead title=t("optimisations.title") lead=t("optimisations.lead")>{add}</PageHead>
        <FilterBar
            label=t("optimisations.search")
            search=listing.search()
            on_search=listing.on_search()
            chips=Signal::derive(move || chips(listing, catalogue.value().unwrap_or_default()))
            on_clear=listing.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-state"
                label=t("optimisations.delivery")
                value=listing.value(STATE)
                choices=states.to_vec()
                on_change=listing.on_change(STATE)
            />
            {market}
        </FilterBar>
        <RemoteView remote=page ready=move |page| table(listing, whose_list.get_untracked(), page) />
    }
    .into_any()
}

async fn fetch(session: Session, whose: Whose, query: &OptimisationQuery) -> Result<Page<OptimisationSummary>, Error> {
    match whose {
        Whose::Organisation(id) => {
            session.call(async |client| client.list_organisation_optimisations(id, query).await).await
        }
        Whose::Customer(id) => session.call(async |client| client.list_optimisations(id, query).await).await,
        Whose::Nobody => Ok(Page { items: Vec::new(), next_cursor: None, total: Some(0) }),
    }
}

fn add_button(customer: Uuid) -> AnyView {
    view! {
        <LinkButton
            href=Route::OptimisationNew(customer).path()
            label=t("optimisations.new.action")
            emphasis=Emphasis::Primary
            icon=Icon::Plus
        />
    }
    .into_any()
}

fn to_api(query: &Query) -> OptimisationQuery {
    OptimisationQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(order),
        q: query.get("q").map(str::to_owned),
        market_id: query.read(MARKET),
        state: match query.get(STATE) {
            Some("open") => Some(OptimisationState::Open),
            Some("over") => Some(OptimisationState::Over),
            _ => None,
        },
    }
}

fn order(name: &str) -> Option<OptimisationSort> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn orders() -> Vec<Choice> {
    vec![
        Choice::new("-created_at", t("common.order.newest")),
        Choice::new("created_at", t("common.order.oldest")),
        Choice::new("contract_name", t("common.order.name")),
        Choice::new("-contract_name", t("common.order.name_descending")),
        Choice::new("delivery_from", t("optimisations.order.first_delivery")),
        Choice::new("-delivery_from", t("optimisations.order.last_delivery")),
    ]
}

fn chips(listing: Listing, catalogue: Vec<Market>) -> Vec<Chip> {
    let chip = |filter: &'static str, label: String| Chip {
        label,
        on_remove: Callback::new(move |()| listing.on_change(filter).run(String::new())),
    };
    let state = listing.value(STATE).get();
    let known = ["open", "over"].contains(&state.as_str());
    let state = known.then(|| chip(STATE, t(&format!("optimisations.delivery.{state}"))));
    let market = listing.value(MARKET).get();
    let market = catalogue.iter().find(|of| of.id.to_string() == market).map(|of| {
        let value = markets::name(&of.code, &of.name);
        chip(MARKET, tr("common.filter", &[("name", &t("optimisations.field.market")), ("value", &value)]))
    });
    state.into_iter().chain(market).collect()
}

/// What the list shows with its filters, as a file.
fn export(organisation: Uuid) -> Fetch {
    let router = use_router();
    Rc::new(move |client, table| {
        let asked = OptimisationQuery { cursor: None, ..to_api(&router.query_now()) };
        Box::pin(async move { client.export_optimisations(organisation, &asked, &table).await })
    })
}

fn table(listing: Listing, whose: Whose, page: Page<OptimisationSummary>) -> AnyView {
    if page.items.is_empty() {
        return nothing(listing, whose);
    }
    let columns = vec![
        Column::new(t("optimisations.field.contract_name")).sorted_by("contract_name"),
        Column::new(t("optimisations.field.market")),
        Column::new(t("optimisations.field.delivery")).sorted_by("delivery_from"),
        Column::new(t("optimisations.figure.fixed")).numeric(),
        Column::new(t("optimisations.next_advice")),
    ];
    let by_company = matches!(whose, Whose::Organisation(_));
    let rows = page.items.into_iter().map(|item| row(item, by_company)).collect();
    view! {
        <DataTable
            caption=t("optimisations.title")
            columns=columns
            rows=rows
            sorting=listing.sorting(DEFAULT_ORDER, orders())
        />
        {listing.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(of: OptimisationSummary, by_company: bool) -> Row {
    let href = Route::Optimisation(of.id).path();
    let company = by_company.then(|| view! { <span class="line muted">{of.company.clone()}</span> });
    let name = view! { <span class="line">{of.contract_name.clone()}</span>{company} };
    let hidden = || t("optimisations.hidden");
    let missed = of.missed_count.filter(|count| *count > 0).map(|count| {
        view! { <Badge label=tn("optimisations.missed", count.into()) tone=Tone::Bad /> }
    });
    let next = match (of.fixed_percent, of.next_advice_on) {
        (None, _) => hidden(),
        (Some(_), Some(day)) => format::date(day),
        (Some(_), None) => t("common.none"),
    };
    let cells = vec![
        name.into_any(),
        markets::name(&of.market.code, &of.market.name).into_any(),
        markets::period_name(of.delivery_from, of.delivery_to).into_any(),
        of.fixed_percent.map_or_else(hidden, format::share).into_any(),
        view! { <span class="line">{next}</span>{missed} }.into_any(),
    ];
    Row { href, cells }
}

fn nothing(listing: Listing, whose: Whose) -> AnyView {
    if listing.is_narrowed() {
        return view! { <EmptyState icon=Icon::Search title=t("common.no_match") text=t("common.no_match_text") /> }
            .into_any();
    }
    let text = match whose {
        Whose::Organisation(_) => t("optimisations.none.text_kam"),
        Whose::Customer(_) | Whose::Nobody => t("optimisations.none.text"),
    };
    view! {
        <EmptyState icon=Icon::Target title=t("optimisations.none.title") text=text>
            {match whose {
                Whose::Customer(customer) => Some(add_button(customer)),
                Whose::Organisation(organisation) => {
                    let href = Route::Customers(organisation).path();
                    Some(view! { <LinkButton href=href label=t("optimisations.none.action_kam") /> }.into_any())
                }
                Whose::Nobody => None,
            }}
        </EmptyState>
    }
    .into_any()
}

/// The optimisations of one account, for its own page.
#[component]
pub fn CustomerOptimisations(
    /// The account.
    customer: Uuid,
) -> impl IntoView {
    let session = use_session();
    let page = Remote::new(move || {
        changes::track();
        let query = OptimisationQuery { limit: Some(api_types::MAX_LIMIT), ..OptimisationQuery::default() };
        async move { fetch(session, Whose::Customer(customer), &query).await }
    });
    let list = move |page: Page<OptimisationSummary>| {
        if page.items.is_empty() {
            return view! { <p class="card empty-line">{t("optimisations.none.title")}</p> }.into_any();
        }
        let lines = page.items.into_iter().map(|of| {
            let fixed = of.fixed_percent.map(format::share);
            let fixed = fixed.map(|percent| tr("optimisations.fixed_of", &[("percent", &percent)]));
            let period = markets::period_name(of.delivery_from, of.delivery_to);
            let facts = [Some(markets::name(&of.market.code, &of.market.name)), Some(period), fixed];
            let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            view! {
                <li>
                    <a href=Route::Optimisation(of.id).path()>{of.contract_name}</a>
                    <span class="muted">{facts}</span>
                    <Badge label=words::risk(of.risk_appetite) tone=words::risk_tone(of.risk_appetite) />
                </li>
            }
        });
        view! { <ul class="lines columns">{lines.collect_view()}</ul> }.into_any()
    };
    view! { <RemoteView remote=page ready=list /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_listed() {
        let query = to_api(&Query::parse("state=over&sort=-delivery_from&q=power"));
        assert_eq!(
            (query.state, query.sort),
            (Some(OptimisationState::Over), Some(OptimisationSort::DeliveryFromDescending))
        );
        let other = to_api(&Query::parse("state=all&sort=price"));
        assert_eq!((other.state, other.sort), (None, None));
    }
}
