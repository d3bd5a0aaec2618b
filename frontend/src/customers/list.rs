//! The list of customer accounts: search as one types, filters, order and page in the address.

use super::filters::{self, name};
use super::{changes, markets, transfer, words};
use crate::exchange::{ExportMenu, Fetch};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::{Listing, name_orders};
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterDate, FilterSelect, Icon, LinkButton,
    PageHead, Remote, RemoteView, Row,
};
use api_types::{Customer, CustomerQuery, Market, MarketService, Page};
use chrono::NaiveDate;
use domain::customer::{CustomerKind, CustomerState, ServiceState};
use domain::role::{Permission, Place};
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

/// The order when the address names none.
const DEFAULT_ORDER: &str = "name";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct List {
    organisation: Uuid,
    session: Session,
    listing: Listing,
    markets: Remote<Vec<Market>>,
}

/// The page.
#[component]
pub fn CustomerList(
    /// The organisation that looks after the accounts.
    organisation: Uuid,
) -> impl IntoView {
    let markets = markets::fetch();
    let list = List { organisation, session: use_session(), listing: Listing::start(), markets };
    let page = list.page();
    view! {
        <PageHead title=t("customers.title") lead=t("customers.lead")>
            <ExportMenu fetch=export(organisation) />
            {move || list.can(Permission::CustomersTransfer).then(|| transfer::all(organisation))}
            {move || list.can(Permission::CustomersCreate).then(|| list.add_link())}
        </PageHead>
        {list.bar(page)}
        <RemoteView remote=page ready=move |page| list.table(page) />
    }
    .into_any()
}

impl List {
    fn can(self, permission: Permission) -> bool {
        self.session.can(permission, Place::Organisation(self.organisation))
    }

    fn page(self) -> Remote<Page<Customer>> {
        Remote::new(move || {
            changes::track();
            let asked = filters::to_api(&self.listing.query());
            async move { self.session.call(async |client| client.list_customers(self.organisation, &asked).await).await }
        })
    }

    fn add_link(self) -> AnyView {
        let href = Route::CustomerNew(self.organisation).path();
        view! { <LinkButton href=href label=t("customers.add") emphasis=Emphasis::Primary icon=Icon::Plus /> }
            .into_any()
    }

    fn bar(self, page: Remote<Page<Customer>>) -> AnyView {
        let select = move |name: &'static str, choices: Vec<Choice>| {
            view! {
                <FilterSelect
                    id=format!("filter-{name}")
                    label=label(name)
                    value=self.listing.value(name)
                    choices=choices
                    on_change=self.listing.on_change(name)
                />
            }
        };
        let kinds = CustomerKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), words::kind(kind))).collect();
        let states = CustomerState::ALL.iter().map(|&state| Choice::new(state.as_str(), words::state(state))).collect();
        let accesses = [("yes", true), ("no", false)].map(|(value, access)| Choice::new(value, words::access(access)));
        let market = move || {
            let choice = |market: &Market| Choice::new(market.id, markets::name(market));
            self.markets.value().map(|markets| select(name::MARKET, markets.iter().map(choice).collect()))
        };
        view! {
            <FilterBar
                label=t("customers.search")
                search=self.listing.search()
                on_search=self.listing.on_search()
                chips=Signal::derive(move || self.chips())
                on_clear=self.listing.on_clear()
                count=Signal::derive(move || page.value().map(|page| count(page.total)))
            >
                {select(name::STATE, states)}
                {select(name::KIND, kinds)}
                {select(name::ACCESS, accesses.to_vec())}
                {market}
                <FilterDate
                    id="filter-ending_before"
                    label=label(name::ENDING)
                    value=self.listing.value(name::ENDING)
                    on_change=self.listing.on_change(name::ENDING)
                />
            </FilterBar>
        }
        .into_any()
    }

    fn chips(self) -> Vec<Chip> {
        let chip = |filter: &'static str| {
            let value = self.words_of(filter, &self.listing.value(filter).get())?;
            let label = tr("common.filter", &[("name", &label(filter)), ("value", &value)]);
            Some(Chip { label, on_remove: Callback::new(move |()| self.listing.on_change(filter).run(String::new())) })
        };
        filters::FILTERS.into_iter().filter_map(chip).collect()
    }

    /// The value of a filter in words; none when it is off or has a value that the API does not know.
    fn words_of(self, filter: &str, value: &str) -> Option<String> {
        Some(match filter {
            name::KIND => words::kind(value.parse().ok()?),
            name::STATE => words::state(value.parse().ok()?),
            name::ACCESS => words::access(match value {
                "yes" => true,
                "no" => false,
                _ => return None,
            }),
            name::ENDING => format::date(value.parse::<NaiveDate>().ok()?),
            _ => {
                let id: Uuid = value.parse().ok()?;
                let markets = self.markets.value()?;
                markets.iter().find(|market| market.id == id).map(markets::name)?
            }
        })
    }

    fn table(self, page: Page<Customer>) -> AnyView {
        if page.items.is_empty() {
            return self.nothing();
        }
        let mut columns = vec![
            Column::new(t("customers.field.company")).sorted_by("name"),
            Column::new(t("customers.field.contact")),
        ];
        columns.extend(self.sees_all().then(|| Column::new(t("customers.field.kam"))));
        columns.extend(
            ["access", "markets", "ends", "state"].map(|name| Column::new(t(&format!("customers.field.{name}")))),
        );
        let sorting = self.listing.sorting(DEFAULT_ORDER, name_orders());
        let rows = page.items.into_iter().map(|customer| self.row(customer)).collect();
        view! {
            <DataTable caption=t("customers.title") columns=columns rows=rows sorting=sorting />
            {self.listing.pager(page.next_cursor)}
        }
        .into_any()
    }

    /// Whether accounts of others stand in the list: else all of them have the same account manager.
    fn sees_all(self) -> bool {
        untrack(|| self.can(Permission::CustomersTransfer))
    }

    fn row(self, customer: Customer) -> Row {
        let markets = self.markets;
        let ids: Vec<Uuid> = customer.services.iter().map(|service| service.market_id).collect();
        let names = move || {
            let known = markets.value().unwrap_or_default();
            let names: Vec<String> = ids.iter().map(|id| markets::name_of(&known, *id)).collect();
            format::or_none(Some(&names.join(", ")))
        };
        let company = view! {
            <span class="line">{customer.company.clone()}</span>
            {customer.reference.clone().map(|reference| view! { <span class="line muted">{reference}</span> })}
        };
        let contact = view! {
            <div>
                <span class="line">{words::contact(&customer.contact)}</span>
                <span class="line muted">{address(&customer.contact.email)}</span>
            </div>
        };
        let ends = next_end(&customer.services).map(format::date);
        let mut cells = vec![company.into_any(), contact.into_any()];
        cells.extend(self.sees_all().then(|| customer.kam.name.clone().into_any()));
        cells.extend([
            words::access(customer.access).into_any(),
            names.into_any(),
            format::or_none(ends.as_deref()).into_any(),
            words::badges(&customer),
        ]);
        Row { href: Route::Customer { organisation: self.organisation, customer: customer.id }.path(), cells }
    }

    /// No account at all, or none that fits.
    fn nothing(self) -> AnyView {
        if self.listing.is_narrowed() {
            return view! {
                <EmptyState icon=Icon::Search title=t("common.no_match") text=t("common.no_match_text") />
            }
            .into_any();
        }
        let may_add = self.can(Permission::CustomersCreate);
        view! {
            <EmptyState icon=Icon::Customers title=t("customers.none.title") text=t("customers.none.text")>
                {may_add.then(|| self.add_link())}
            </EmptyState>
        }
        .into_any()
    }
}

/// What the list shows with its filters, as a file.
fn export(organisation: Uuid) -> Fetch {
    let router = use_router();
    Rc::new(move |client, table| {
        let asked = CustomerQuery { cursor: None, ..filters::to_api(&router.query_now()) };
        Box::pin(async move { client.export_customers(organisation, &asked, &table).await })
    })
}

/// An address that breaks before its `@` where it must, and only then within.
fn address(email: &str) -> AnyView {
    let (name, domain) = email.split_once('@').unwrap_or((email, ""));
    let (name, domain) = (name.to_owned(), (!domain.is_empty()).then(|| format!("@{domain}")));
    view! { <span class="address">{name}<wbr />{domain}</span> }.into_any()
}

/// What a filter is called.
fn label(filter: &str) -> String {
    t(match filter {
        name::KIND => "customers.field.kind",
        name::STATE => "customers.field.state",
        name::ACCESS => "customers.field.access",
        name::ENDING => "customers.field.ending_before",
        _ => "customers.field.market",
    })
}

/// The last day of the service that ends first, among those that are not over.
fn next_end(services: &[MarketService]) -> Option<NaiveDate> {
    services.iter().filter(|service| service.state != ServiceState::Expired).map(|service| service.end_date).min()
}

fn count(total: Option<u64>) -> String {
    total.map_or_else(|| t("customers.count.many"), |total| tn("customers.count", total))
}
