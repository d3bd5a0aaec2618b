//! The page of a meter: what it is, how it stands, its periods on a time axis, and the tabs *Actual*,
//! *Historical*, *Future*, *Consumption data*.

use super::actions::Actions;
use super::arrival::{self, Arrival};
use super::{changes, configuration, history, words};
use crate::audit::{Changes, Subject};
use crate::i18n::{t, tr};
use crate::parts;
use crate::place::use_places;
use crate::routing::{Query, Route, focus, use_router};
use crate::session::use_session;
use crate::ui::{
    Badge, CopyButton, EmptyState, Fact, Facts, Icon, Notice, NoticeKind, PageHead, Remote, RemoteView, SkeletonShape,
    Tab, TabPanel, Tabs,
};
use crate::{errors, format};
use api_types::{Configuration, Configurations, Meter, MeterState};
use client::Versioned;
use domain::role::Permission;
use leptos::prelude::*;
use uuid::Uuid;

/// Where the address keeps the tab.
const TAB: &str = "tab";

/// The tabs, by their names in the address; the first one when it names none.
mod tab {
    pub const ACTUAL: &str = "actual";
    pub const HISTORICAL: &str = "historical";
    pub const FUTURE: &str = "future";
    pub const CONSUMPTION: &str = "consumption";
    pub const ALL: [&str; 4] = [ACTUAL, HISTORICAL, FUTURE, CONSUMPTION];
}

/// The page.
#[component]
pub fn MeterPage(
    /// The community.
    community: Uuid,
    /// The meter.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let arrival = Arrival::new();
    let meter = Remote::new(move || {
        changes::track();
        async move { session.call(async |client| client.get_meter(community, id).await).await }
    });
    view! {
        <RemoteView
            remote=meter
            shape=SkeletonShape::Detail
            whole_page=true
            ready=move |answer| page(answer, arrival)
        />
    }
    .into_any()
}

fn page(answer: Versioned<Meter>, arrival: Arrival) -> AnyView {
    let meter = answer.value.clone();
    let actions = Actions::new(answer, arrival);
    arrive(&meter.configurations, arrival);
    view! {
        {head(&meter, actions)}
        {warnings(&meter)}
        <section class="card summary">
            <h2 class="visually-hidden">{t("meters.summary")}</h2>
            <Facts items=summary(&meter) />
        </section>
        {history::section(&meter, actions)}
        {tabs(&meter, actions)}
        <Changes of=Subject::Community(meter.community_id) object=meter.id />
        <p class="last-change">{format::last_change(meter.updated_by.as_deref(), meter.updated_at)}</p>
        {move || actions.dialogs()}
    }
    .into_any()
}

/// After a change: shows the tab with the period that is new or other, and puts the focus on it.
fn arrive(of: &Configurations, arrival: Arrival) {
    let Some(period) = arrival.take() else { return };
    let router = use_router();
    let is_in = |periods: &[Configuration]| periods.iter().any(|known| known.id == period);
    let key = if is_in(&of.historical) {
        Some(tab::HISTORICAL)
    } else if is_in(&of.future) {
        Some(tab::FUTURE)
    } else {
        None
    };
    // After this version of the page is shown.
    request_animation_frame(move || {
        router.set_query(&history::without_days(router.query_now()).with(TAB, key));
        request_animation_frame(move || focus(&arrival::heading(period)));
    });
}

fn head(meter: &Meter, actions: Actions) -> AnyView {
    let state = view! {
        <CopyButton text=meter.ean.clone() label=t("meters.copy_ean") />
        {state(&meter.configurations)}
    };
    let back = (Route::Meters(meter.community_id).path(), t("meters.title"));
    let heading = words::ean(meter.scheme, &meter.ean);
    let title = meter.ean.clone();
    view! {
        <PageHead title=title heading=heading back=back state=state.into_any()>
            {move || actions.head()}
        </PageHead>
    }
    .into_any()
}

/// The configuration that stands for the meter today: the actual one, else the next, else the last.
fn shown(of: &Configurations) -> Option<&Configuration> {
    of.actual.as_ref().or_else(|| of.future.first()).or_else(|| of.historical.first())
}

fn state(of: &Configurations) -> Option<AnyView> {
    let configuration = shown(of)?;
    Some(if of.actual.is_none() && !of.future.is_empty() {
        words::state_badge(MeterState::Scheduled, configuration.valid_from)
    } else {
        let (label, tone) = words::status(configuration.status);
        view! { <Badge label=label tone=tone /> }.into_any()
    })
}

fn warnings(meter: &Meter) -> Option<AnyView> {
    if meter.warnings.is_empty() {
        return None;
    }
    let lines = meter.warnings.iter().map(|warning| view! { <li>{errors::warning(warning)}</li> }).collect_view();
    Some(
        view! {
            <Notice kind=NoticeKind::Warning title=t("meters.warnings")>
                <ul>{lines}</ul>
            </Notice>
        }
        .into_any(),
    )
}

fn summary(meter: &Meter) -> Vec<Fact> {
    let address = view! {
        <span class="line">{words::street_line(&meter.address)}</span>
        <span class="line">{words::city_line(&meter.address)}</span>
    };
    let phases = view! {
        <span class="line">{words::phases(meter.phases)}</span>
        {meter.voltage_system.map(|system| view! { <span class="line">{words::voltage_system(system)}</span> })}
    };
    vec![
        Fact::new(t("meters.field.address"), address),
        Fact::new(t("meters.field.meter_number"), meter.meter_number.clone()),
        Fact::new(t("meters.field.phases"), phases),
        Fact::new(t("meters.field.reading_frequency"), words::reading_frequency(meter.reading_frequency)),
        Fact::new(t("meters.field.tariff_group"), words::tariff_group(meter.tariff_group)),
    ]
}

fn tabs(meter: &Meter, actions: Actions) -> AnyView {
    let router = use_router();
    let query = router.query();
    let selected = Memo::new(move |_| query.with(chosen_tab));
    let select = move |key: &'static str| {
        let value = (key != tab::ACTUAL).then_some(key);
        router.set_query(&query.get_untracked().with(TAB, value));
    };
    let of = &meter.configurations;
    let counted = |key, count: usize| (key, (count > 0).then_some(count));
    let tabs = [
        (tab::ACTUAL, None),
        counted(tab::HISTORICAL, of.historical.len()),
        counted(tab::FUTURE, of.future.len()),
        (tab::CONSUMPTION, None),
    ];
    let tabs =
        tabs.into_iter().map(|(key, count)| Tab { key, label: t(&format!("meters.tab.{key}")), count }).collect();
    let meter = StoredValue::new(meter.clone());
    let panel = move || {
        let key = selected.get();
        let content = meter.with_value(|meter| content(key, meter, actions));
        view! { <TabPanel key=key>{content}</TabPanel> }
    };
    view! {
        <Tabs label=t("meters.tabs") tabs=tabs selected=selected on_select=select />
        {panel}
    }
    .into_any()
}

fn chosen_tab(query: &Query) -> &'static str {
    let wanted = query.get(TAB).unwrap_or(tab::ACTUAL);
    tab::ALL.into_iter().find(|key| *key == wanted).unwrap_or(tab::ACTUAL)
}

fn content(key: &str, meter: &Meter, actions: Actions) -> AnyView {
    let of = &meter.configurations;
    let list = |periods: &[Configuration]| list(meter, periods, actions);
    match key {
        tab::HISTORICAL => list(&of.historical).unwrap_or_else(|| nothing("historical", Icon::History)),
        tab::FUTURE => list(&of.future).unwrap_or_else(|| nothing("future", Icon::Calendar)),
        tab::CONSUMPTION => parts::consumption(meter.community_id, meter.id),
        _ => actual(meter),
    }
}

fn actual(meter: &Meter) -> AnyView {
    let of = &meter.configurations;
    if let Some(actual) = &of.actual {
        return view! {
            <h2 class="visually-hidden" id=arrival::heading(actual.id) tabindex="-1">{t("meters.tab.actual")}</h2>
            {cards(meter, actual)}
        }
        .into_any();
    }
    let text = match of.future.first() {
        Some(next) => tr("meters.empty.actual.text", &[("date", &format::date(next.valid_from))]),
        None => t("meters.empty.actual.ended"),
    };
    view! { <EmptyState icon=Icon::Calendar title=t("meters.empty.actual.title") text=text /> }.into_any()
}

fn nothing(which: &str, icon: Icon) -> AnyView {
    let title = t(&format!("meters.empty.{which}.title"));
    let text = t(&format!("meters.empty.{which}.text"));
    view! { <EmptyState icon=icon title=title text=text /> }.into_any()
}

/// Configurations one below the other, each with its period as title and what can be done with it.
fn list(meter: &Meter, configurations: &[Configuration], actions: Actions) -> Option<AnyView> {
    if configurations.is_empty() {
        return None;
    }
    let one = |configuration: &Configuration| {
        let (word, tone) = words::status(configuration.status);
        let period = configuration.clone();
        view! {
            <section class="period">
                <div class="period-head">
                    <h2 id=arrival::heading(configuration.id) tabindex="-1">{words::period(configuration)}</h2>
                    <Badge label=word tone=tone />
                    {move || actions.of_period(&period)}
                </div>
                {cards(meter, configuration)}
            </section>
        }
    };
    Some(configurations.iter().map(one).collect_view().into_any())
}

fn cards(meter: &Meter, of: &Configuration) -> AnyView {
    configuration::cards(meter.community_id, of, use_places().can(Permission::MembersRead))
}
