//! The list of meters: search as one types, filters, order and page in the address.

use super::filters::{self, name};
use super::owner::{self, Who};
use super::sections::dso_choices;
use super::words;
use crate::exchange::{ExportMenu, Fetch, import_link};
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::place::use_places;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Chip, Choice, Column, Combobox, DataTable, Emphasis, EmptyState, Field, FilterBar, FilterSelect, Icon, LinkButton,
    PageHead, Remote, RemoteView, Row,
};
use api_types::{Dso, MeterQuery, MeterSummary, Page};
use domain::role::Permission;
use domain::vocabulary::{ClientType, ImportKind, ProductionChain};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use uuid::Uuid;

/// The order when the address names none.
const DEFAULT_ORDER: &str = "-created_at";

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct List {
    community: Uuid,
    session: Session,
    listing: Listing,
    dsos: Remote<Vec<Dso>>,
    owner: RwSignal<Option<Choice>>,
}

/// The page.
#[component]
pub fn MeterList(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let session = use_session();
    let dsos = Remote::new(move || async move {
        session.call(async |client| client.list_dsos().await).await.map(|list| list.items)
    });
    let list = List { community, session, listing: Listing::start(), dsos, owner: RwSignal::new(None) };
    list.follow_owner();
    let page = list.page();
    let may_add = move || use_places().can(Permission::MetersWrite);
    view! {
        <PageHead title=t("meters.title") lead=t("meters.lead")>
            {move || may_add().then(|| import_link(ImportKind::Meters, community))}
            <ExportMenu fetch=list.export() />
            {move || may_add().then(|| list.add_link())}
        </PageHead>
        {list.bar(page)}
        <RemoteView remote=page ready=move |page| list.table(page) />
    }
    .into_any()
}

impl List {
    fn page(self) -> Remote<Page<MeterSummary>> {
        Remote::new(move || {
            super::changes::track();
            let asked = filters::to_api(&self.listing.query());
            async move { self.session.call(async |client| client.list_meters(self.community, &asked).await).await }
        })
    }

    /// What the list shows with its filters, as a file.
    fn export(self) -> Fetch {
        let router = use_router();
        let community = self.community;
        Rc::new(move |client, table| {
            let asked = MeterQuery { cursor: None, ..filters::to_api(&router.query_now()) };
            Box::pin(async move { client.export_meters(community, &asked, &table).await })
        })
    }

    fn add_link(self) -> AnyView {
        let href = Route::MeterNew(self.community).path();
        view! { <LinkButton href=href label=t("meters.add") emphasis=Emphasis::Primary icon=Icon::Plus /> }.into_any()
    }

    /// The owner's box shows whom the address names.
    fn follow_owner(self) {
        let in_address = self.listing.value(name::MEMBER);
        Effect::new(move |_| {
            let wanted = in_address.get().parse::<Uuid>().ok();
            let shown = self.owner.with_untracked(|owner| owner.as_ref().map(|owner| owner.value.clone()));
            if shown != wanted.map(|id| id.to_string()) {
                self.owner.set(None);
                if let Some(id) = wanted {
                    spawn_local(self.name_owner(id));
                }
            }
        });
    }

    async fn name_owner(self, id: Uuid) {
        let member = self.session.call(async |client| client.get_member(self.community, id).await).await;
        if let Ok(member) = member {
            self.owner.try_set(Some(Choice::new(id.to_string(), member.value.display_name)));
        }
    }

    fn bar(self, page: Remote<Page<MeterSummary>>) -> AnyView {
        let select = move |name: &'static str, label: String, choices: Vec<Choice>| {
            view! {
                <FilterSelect
                    id=format!("filter-{name}")
                    label=label
                    value=self.listing.value(name)
                    choices=choices
                    on_change=self.listing.on_change(name)
                />
            }
        };
        let states = words::STATES.map(|state| Choice::new(words::state_name(state), words::state(state))).to_vec();
        let chains = words::choices(ProductionChain::ALL, words::production_chain);
        let clients = words::choices(ClientType::ALL, words::client_type);
        let dso = move || self.dsos.value().map(|dsos| select(name::DSO, t("meters.field.dso"), dso_choices(&dsos)));
        view! {
            <FilterBar
                label=t("meters.search")
                search=self.listing.search()
                on_search=self.listing.on_search()
                chips=Signal::derive(move || self.chips())
                on_clear=self.listing.on_clear()
                count=Signal::derive(move || page.value().map(|page| count(page.total)))
            >
                {select(name::STATUS, t("meters.field.status"), states)}
                {dso}
                {select(name::PRODUCTION_CHAIN, t("meters.field.production_chain"), chains)}
                {select(name::CLIENT_TYPE, t("meters.field.client_type"), clients)}
                {self.owner_filter()}
            </FilterBar>
        }
        .into_any()
    }

    fn owner_filter(self) -> AnyView {
        let choose = move |owner: Option<Choice>| {
            self.listing.on_change(name::MEMBER).run(owner.map(|owner| owner.value).unwrap_or_default());
        };
        let search = owner::search(self.community, Who::Everybody);
        view! {
            <div class="filter-owner">
                <Combobox
                    field=Field::new("filter-owner", t("meters.field.owner"))
                    value=self.owner
                    search=search
                    placeholder=t("meters.field.owner")
                    on_choose=choose
                />
            </div>
        }
        .into_any()
    }

    fn chips(self) -> Vec<Chip> {
        let chip = |filter: &'static str| {
            let (name, value) = self.words_of(filter, &self.listing.value(filter).get())?;
            let label = tr("common.filter", &[("name", &name), ("value", &value)]);
            Some(Chip { label, on_remove: Callback::new(move |()| self.listing.on_change(filter).run(String::new())) })
        };
        filters::FILTERS.into_iter().filter_map(chip).collect()
    }

    /// A filter and its value in words; none when it is off or has a value that the API does not know.
    fn words_of(self, name: &str, value: &str) -> Option<(String, String)> {
        Some(match name {
            name::STATUS => {
                let state = words::STATES.into_iter().find(|&state| words::state_name(state) == value)?;
                (t("meters.field.status"), words::state(state))
            }
            name::DSO if value.is_empty() => return None,
            name::DSO => (t("meters.field.dso"), value.to_owned()),
            name::PRODUCTION_CHAIN => {
                (t("meters.field.production_chain"), words::production_chain(value.parse().ok()?))
            }
            name::CLIENT_TYPE => (t("meters.field.client_type"), words::client_type(value.parse().ok()?)),
            _ if value.is_empty() => return None,
            name::OWNERSHIP if value == "unowned" => (t("meters.field.owner"), t("common.none")),
            name::OWNERSHIP => (t("meters.field.owner"), t("meters.owned")),
            // The name comes a moment later, or never for somebody who is no member any more.
            _ => (t("meters.field.owner"), self.owner.get().map_or_else(|| "…".to_owned(), |owner| owner.label)),
        })
    }

    fn table(self, page: Page<MeterSummary>) -> AnyView {
        if page.items.is_empty() {
            return self.nothing();
        }
        let columns = vec![
            Column::new(t("meters.field.ean")).sorted_by("ean"),
            Column::new(t("meters.field.meter_number")).sorted_by("meter_number"),
            Column::new(t("meters.field.address")).sorted_by("city"),
            Column::new(t("meters.field.owner")),
            Column::new(t("meters.field.dso")),
            Column::new(t("meters.field.production_chain")),
            Column::new(t("meters.field.status")),
        ];
        let sorting = self.listing.sorting(DEFAULT_ORDER, orders());
        let rows = page.items.into_iter().map(|meter| row(self.community, meter)).collect();
        view! {
            <DataTable caption=t("meters.title") columns=columns rows=rows sorting=sorting />
            {self.listing.pager(page.next_cursor)}
        }
        .into_any()
    }

    /// No meter at all, or none that fits.
    fn nothing(self) -> AnyView {
        if self.listing.is_narrowed() {
            return view! {
                <EmptyState icon=Icon::Search title=t("common.no_match") text=t("common.no_match_text") />
            }
            .into_any();
        }
        let may_add = use_places().can(Permission::MetersWrite);
        let text = if may_add { t("meters.none.text") } else { t("meters.none.text_reader") };
        view! {
            <EmptyState icon=Icon::Meter title=t("meters.none.title") text=text>
                {may_add.then(|| self.add_link())}
            </EmptyState>
        }
        .into_any()
    }
}

fn count(total: Option<u64>) -> String {
    total.map_or_else(|| t("meters.count.many"), |total| tn("meters.count", total))
}

fn orders() -> Vec<Choice> {
    ["-created_at", "created_at", "ean", "-ean", "meter_number", "-meter_number", "city", "-city"]
        .into_iter()
        .map(|order| Choice::new(order, t(&format!("meters.sort.{order}"))))
        .collect()
}

fn row(community: Uuid, meter: MeterSummary) -> Row {
    let href = Route::Meter { community, meter: meter.id }.path();
    let production = match meter.production_chain {
        ProductionChain::None => view! { <span class="muted">{t("meters.consumption_only")}</span> }.into_any(),
        chain => words::production_chain(chain).into_any(),
    };
    let owner = match meter.member_name {
        Some(owner) => owner.into_any(),
        None => view! { <span class="muted">{t("meters.no_owner")}</span> }.into_any(),
    };
    let address = view! {
        <div class="address">
            <span class="line">{words::street_line(&meter.address)}</span>
            <span class="line muted">{words::city_line(&meter.address)}</span>
        </div>
    };
    let cells = vec![
        words::ean(meter.scheme, &meter.ean),
        view! { <span class="tabular">{meter.meter_number}</span> }.into_any(),
        address.into_any(),
        owner,
        meter.dso.into_any(),
        production,
        words::state_badge(meter.status, meter.valid_from),
    ];
    Row { href, cells }
}
