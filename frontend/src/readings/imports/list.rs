//! The readings of a community: which files came in and what became of them, and which meters have readings.

use crate::exchange::{ExportMenu, Fetch};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::place::use_places;
use crate::readings::period::{Range, days_of};
use crate::readings::words;
use crate::routing::{Query, Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Badge, Column, DataTable, Emphasis, EmptyState, Icon, LinkButton, PageHead, Remote, RemoteView, Row, Tab, TabPanel,
    Tabs,
};
use api_types::{
    CommunityCoverage, KnownReadings, MeterCoverage, Page, ReadingExportQuery, ReadingImportQuery, ReadingImportSummary,
};
use domain::identifier::IdScheme;
use domain::readings::Quarter;
use domain::role::Permission;
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

/// Where the address keeps the tab.
const TAB: &str = "tab";
const IMPORTS: &str = "imports";
const METERS: &str = "meters";

/// The page.
#[component]
pub fn ReadingsPage(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let (session, router, list, places) = (use_session(), use_router(), Listing::start(), use_places());
    let value = list.value(TAB);
    let selected = Signal::derive(move || if value.get() == METERS { METERS } else { IMPORTS });
    let select = move |tab: &'static str| {
        let query = Query::default().with(TAB, Some(tab).filter(|tab| *tab != IMPORTS));
        router.set_query(&query);
    };
    let coverage = Remote::new(move || async move {
        session.call(async |client| client.get_community_coverage(community).await).await
    });
    let tabs = [(IMPORTS, t("readings.tab.imports")), (METERS, t("readings.tab.meters"))];
    let tabs = tabs.into_iter().map(|(key, label)| Tab { key, label, count: None }).collect();
    let panel = move || {
        let key = selected.get();
        let content = match key {
            METERS => view! { <RemoteView remote=coverage ready=move |found| meters(community, found) /> }.into_any(),
            _ => imports(community, list),
        };
        view! { <TabPanel key=key>{content}</TabPanel> }
    };
    let export = move || {
        let range = coverage.value().and_then(|coverage| all(&coverage));
        range.map(|range| view! { <ExportMenu fetch=export(community, range) /> })
    };
    view! {
        <PageHead title=t("readings.title") lead=t("readings.lead")>
            {export}
            {move || places.can(Permission::ReadingsWrite).then(|| import_link(community))}
        </PageHead>
        <Tabs label=t("readings.title") tabs=tabs selected=selected on_select=select />
        {panel}
    }
    .into_any()
}

fn import_link(community: Uuid) -> AnyView {
    let href = Route::ReadingImportNew(community).path();
    view! { <LinkButton href=href label=t("readings.import") emphasis=Emphasis::Primary icon=Icon::Upload /> }
        .into_any()
}

/// All readings there are, as a file that can be imported again.
fn export(community: Uuid, range: Range) -> Fetch {
    Rc::new(move |client, table| {
        let query = ReadingExportQuery {
            from: range.first.into(),
            to: range.after.into(),
            resolution: None,
            format: table.format,
            language: table.language,
        };
        Box::pin(async move { client.export_community_readings(community, &query).await })
    })
}

fn known(known: &KnownReadings) -> Option<Range> {
    Some(days_of(Quarter::at(known.from)?, Quarter::at(known.to)?))
}

fn around(a: Range, b: Range) -> Range {
    Range { first: a.first.min(b.first), after: a.after.max(b.after) }
}

/// The days of all readings of a meter.
fn of_meter(meter: &MeterCoverage) -> Option<Range> {
    meter.offtake.iter().chain(&meter.injection).filter_map(known).reduce(around)
}

/// The days of all readings of all meters.
fn all(coverage: &CommunityCoverage) -> Option<Range> {
    coverage.items.iter().filter_map(of_meter).reduce(around)
}

fn imports(community: Uuid, list: Listing) -> AnyView {
    let session = use_session();
    let page = Remote::new(move || {
        let query = list.query();
        let query =
            ReadingImportQuery { cursor: query.get("cursor").map(str::to_owned), ..ReadingImportQuery::default() };
        async move { session.call(async |client| client.list_reading_imports(community, &query).await).await }
    });
    view! { <RemoteView remote=page ready=move |page| table(community, list, page) /> }.into_any()
}

fn table(community: Uuid, list: Listing, page: Page<ReadingImportSummary>) -> AnyView {
    if page.items.is_empty() {
        return view! {
            <EmptyState
                icon=Icon::Readings
                title=t("readings.no_imports.title")
                text=t("readings.no_imports.text")
            >
                {import_link(community)}
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t("readings.table.file")),
        Column::new(t("readings.table.state")),
        Column::new(t("readings.table.period")),
        Column::new(t("readings.table.meters")).numeric(),
        Column::new(t("readings.table.new")).numeric(),
        Column::new(t("readings.table.corrections")).numeric(),
        Column::new(t("readings.table.sent")),
    ];
    let rows = page.items.into_iter().map(|import| import_row(community, import)).collect();
    view! {
        <DataTable caption=t("readings.tab.imports") columns=columns rows=rows />
        {list.pager(page.next_cursor)}
    }
    .into_any()
}

fn import_row(community: Uuid, import: ReadingImportSummary) -> Row {
    let (label, tone) = words::state(import.state);
    let name = if import.file_name.is_empty() { t("readings.untitled") } else { import.file_name };
    let sent = format::instant(import.created_at);
    let sent = match &import.created_by {
        Some(name) => tr("readings.by_at", &[("name", name), ("when", &sent)]),
        None => sent,
    };
    let days = [import.period.first_day, import.period.last_day].map(format::date);
    let cells = vec![
        name.into_any(),
        view! { <Badge label=label tone=tone /> }.into_any(),
        tr("ui.from_to", &[("from", &days[0]), ("to", &days[1])]).into_any(),
        format::whole(import.meters).into_any(),
        format::whole(import.counts.new).into_any(),
        format::whole(import.counts.corrections).into_any(),
        sent.into_any(),
    ];
    Row { href: Route::ReadingImport { community, import: import.id }.path(), cells }
}

fn meters(community: Uuid, coverage: CommunityCoverage) -> AnyView {
    if coverage.items.is_empty() {
        return view! {
            <EmptyState icon=Icon::Meter title=t("readings.no_meters.title") text=t("readings.no_meters.text")>
                {import_link(community)}
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t("readings.table.meter")),
        Column::new(t("readings.table.description")),
        Column::new(t("readings.table.period")),
        Column::new(t("readings.offtake")).numeric(),
        Column::new(t("readings.injection")).numeric(),
    ];
    let count = tn("readings.meters_known", coverage.items.len() as u64);
    let region = use_places().community().with_untracked(|community| community.as_ref().map(|of| of.region));
    let scheme = region.map_or(IdScheme::BeEan, IdScheme::of);
    let rows = coverage.items.iter().map(|meter| meter_row(community, meter, scheme)).collect();
    view! {
        <p class="count">{count}</p>
        <DataTable caption=t("readings.tab.meters") columns=columns rows=rows />
    }
    .into_any()
}

fn meter_row(community: Uuid, meter: &MeterCoverage, scheme: IdScheme) -> Row {
    let total = |known: Option<KnownReadings>| {
        known.map_or_else(|| t("common.none"), |known| words::exact(Some(known.total_wh)))
    };
    let cells = vec![
        crate::meters::ean(scheme, &meter.ean),
        meter.description.clone().into_any(),
        of_meter(meter).map(words::days).into_any(),
        total(meter.offtake).into_any(),
        total(meter.injection).into_any(),
    ];
    let route = Route::Meter { community, meter: meter.meter_id };
    Row { href: route.path_with(&Query::default().with(TAB, Some("consumption"))), cells }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn all_readings_are_those_of_every_meter_and_direction() {
        let known = |from: &str, to: &str| KnownReadings {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            readings: 1,
            total_wh: 1,
        };
        let meter = |offtake, injection| MeterCoverage {
            meter_id: Uuid::from_u128(1),
            ean: String::new(),
            description: String::new(),
            offtake,
            injection,
        };
        let coverage = CommunityCoverage {
            items: vec![
                meter(Some(known("2016-03-01T00:00:00Z", "2016-04-01T00:00:00Z")), None),
                meter(None, None),
                meter(None, Some(known("2015-12-31T23:00:00Z", "2016-01-05T00:00:00Z"))),
            ],
        };
        assert_eq!(all(&coverage).map(|range| range.first.to_string()), Some("2016-01-01".into()));
        assert_eq!(all(&CommunityCoverage { items: Vec::new() }), None);
    }
}
