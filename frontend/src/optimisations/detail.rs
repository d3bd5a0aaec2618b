//! The page of an optimisation: how far it is, the calendar as a picture and as a list, and everything that belongs to it.

use super::picture::{self, Market};
use super::register::{Opening, RegisterDialog};
use super::{advice, changes, fixings, form, parameters, recipients, statement, summary, versions};
use crate::format;
use crate::i18n::{t, tr};
use crate::markets;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, ConfirmDialog, Emphasis, Icon, LinkButton, MenuButton, MenuItem, Notice, PageHead, Remote, RemoteView,
    SkeletonShape, Tab, TabPanel, Tabs, Toasts,
};
use api_types::{AdviceCalendar, Fixing, FixingQuery, MAX_LIMIT, Optimisation, OptimisationAccess, PriceQuery};
use chrono::Months;
use client::{Error, Versioned};
use domain::customer::ForecastOrigin;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// An optimisation with all that its page shows.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The optimisation.
    pub optimisation: Optimisation,
    /// Its version.
    pub etag: String,
    /// The calendar; none where the user may not read it.
    pub calendar: Option<AdviceCalendar>,
    /// All fixings, latest first.
    pub fixings: Vec<Fixing>,
    /// What is known of the market.
    pub market: Market,
}

/// The page.
#[component]
pub fn OptimisationPage(
    /// The optimisation.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let subject = Remote::new(move || {
        changes::track();
        async move { fetch(session, id).await }
    });
    view! { <RemoteView remote=subject shape=SkeletonShape::Detail whole_page=true ready=page /> }.into_any()
}

async fn fetch(session: Session, id: Uuid) -> Result<Subject, Error> {
    let Versioned { value: optimisation, etag } =
        session.call(async |client| client.get_optimisation(id).await).await?;
    if !optimisation.may_read_calendar {
        let (fixings, market) = (Vec::new(), Market::default());
        return Ok(Subject { optimisation, etag, calendar: None, fixings, market });
    }
    let calendar = session.call(async |client| client.get_calendar(id).await).await?;
    let query = FixingQuery { limit: Some(MAX_LIMIT), ..FixingQuery::default() };
    let fixings = session.call(async |client| client.list_fixings(id, &query).await).await?.items;
    let market = market(session, &optimisation, &calendar).await;
    Ok(Subject { optimisation, etag, calendar: Some(calendar), fixings, market })
}

/// Prices and the forecast behind the calendar; the page stands without them.
async fn market(session: Session, of: &Optimisation, calendar: &AdviceCalendar) -> Market {
    let market = of.market.id;
    let query = PriceQuery { from: format::today().checked_sub_months(Months::new(12)), ..PriceQuery::default() };
    let prices = session.call(async |client| client.list_prices(market, &query).await).await.ok();
    let own = calendar.basis.baseline.origin == ForecastOrigin::Client;
    let forecast = match calendar.basis.forecast_id {
        Some(id) if own => session.call(async |client| client.get_client_forecast(of.customer_id, id).await).await.ok(),
        Some(id) => session.call(async |client| client.get_forecast(market, id).await).await.ok(),
        None => None,
    };
    Market { prices, forecast: forecast.map(|forecast| forecast.value) }
}

fn page(subject: Subject) -> AnyView {
    let of = &subject.optimisation;
    let period = markets::period_name(of.delivery_from, of.delivery_to);
    let lead = format!("{} · {} · {period}", of.company, markets::name(&of.market.code, &of.market.name));
    let opening = RwSignal::new(None::<Opening>);
    let back = (Route::Optimisations.path(), t("optimisations.title"));
    let changed = format::last_change(of.updated_by.as_deref(), of.updated_at);
    let title = of.contract_name.clone();
    let body = match &subject.calendar {
        Some(calendar) => overview(&subject, calendar),
        None => hidden(of.customer_access),
    };
    let subject = StoredValue::new(subject);
    view! {
        <PageHead title=title lead=lead back=back>{actions(subject, opening)}</PageHead>
        {body}
        {tabs(subject, opening)}
        <p class="last-change">{changed}</p>
        <RegisterDialog subject=subject opening=opening />
    }
    .into_any()
}

/// What is true now, and what is to be done.
fn overview(subject: &Subject, calendar: &AdviceCalendar) -> AnyView {
    let shown = picture::of_calendar(calendar, &subject.fixings, subject.market.clone());
    view! {
        {summary::view(calendar)}
        {statement::view(calendar, &subject.optimisation.market)}
        <section class="card part">
            {picture::view(t("optimisations.picture"), t("optimisations.picture.hint"), Signal::stored(shown))}
        </section>
    }
    .into_any()
}

/// Why the calendar is not shown.
fn hidden(access: OptimisationAccess) -> AnyView {
    let key = match access {
        OptimisationAccess::Scheduled => "scheduled",
        OptimisationAccess::Expired => "expired",
        OptimisationAccess::None | OptimisationAccess::Missing | OptimisationAccess::Active => "missing",
    };
    view! {
        <Notice title=t("optimisations.hidden.title")><p>{t(&format!("optimisations.hidden.{key}"))}</p></Notice>
    }
    .into_any()
}

/// The buttons of the head.
fn actions(subject: StoredValue<Subject>, opening: RwSignal<Option<Opening>>) -> AnyView {
    let (id, may_edit, has_calendar) = subject
        .with_value(|subject| (subject.optimisation.id, subject.optimisation.may_edit, subject.calendar.is_some()));
    if !may_edit {
        return ().into_any();
    }
    let asking = RwSignal::new(false);
    let items = vec![
        MenuItem::link(Icon::Edit, t("optimisations.edit.action"), Route::OptimisationEdit(id).path()),
        MenuItem::action(Icon::Trash, t("optimisations.delete.action"), move || asking.set(true)).danger(),
    ];
    let register = move |()| opening.set(Some(Opening::default()));
    view! {
        <MenuButton id="optimisation-menu" label=t("optimisations.more") icon=Icon::More bare=true items=items />
        {if has_calendar {
            view! {
                <Button
                    label=t("optimisations.register.action")
                    icon=Icon::Check
                    emphasis=Emphasis::Primary
                    on_press=register
                />
            }
            .into_any()
        } else {
            view! { <LinkButton href=Route::OptimisationEdit(id).path() label=t("common.edit") icon=Icon::Edit /> }
                .into_any()
        }}
        {deletion(subject, asking)}
    }
    .into_any()
}

fn deletion(subject: StoredValue<Subject>, open: RwSignal<bool>) -> AnyView {
    let (session, toasts, router) = (use_session(), Toasts::get(), use_router());
    let busy = RwSignal::new(false);
    let confirm = move |()| {
        busy.set(true);
        let Subject { optimisation, etag, .. } = subject.get_value();
        spawn_local(async move {
            if form::delete(session, toasts, &optimisation, &etag).await {
                router.go(&Route::Optimisations.path());
            }
            busy.try_set(false);
            open.try_set(false);
        });
    };
    let name = subject.with_value(|subject| subject.optimisation.contract_name.clone());
    view! {
        <ConfirmDialog
            open=open
            title=tr("optimisations.delete.title", &[("name", &name)])
            text=t("optimisations.delete.text")
            action=t("optimisations.delete.action")
            danger=true
            busy=busy
            on_confirm=confirm
        />
    }
    .into_any()
}

/// The names of the tabs in the address.
const TABS: [&str; 5] = ["calendar", "fixings", "versions", "parameters", "notifications"];

fn tabs(subject: StoredValue<Subject>, opening: RwSignal<Option<Opening>>) -> AnyView {
    let router = use_router();
    let query = router.query();
    let has_calendar = subject.with_value(|subject| subject.calendar.is_some());
    let shown: Vec<&'static str> =
        TABS.into_iter().filter(|key| has_calendar || ["parameters", "notifications"].contains(key)).collect();
    let first = shown.first().copied().unwrap_or(TABS[0]);
    let known = shown.clone();
    let selected = Memo::new(move |_| {
        let wanted = query.with(|query| query.get("tab").map(str::to_owned));
        known.iter().copied().find(|key| wanted.as_deref() == Some(*key)).unwrap_or(first)
    });
    let count = |key: &str| {
        subject.with_value(|subject| match key {
            "fixings" => Some(subject.fixings.len()),
            "versions" => subject.calendar.as_ref().and_then(|calendar| usize::try_from(calendar.latest_version).ok()),
            _ => None,
        })
    };
    let tab = |key: &'static str| Tab { key, label: t(&format!("optimisations.tab.{key}")), count: count(key) };
    let tabs = shown.into_iter().map(tab).collect();
    view! {
        <Tabs
            label=t("optimisations.tabs")
            tabs=tabs
            selected=selected
            on_select=move |key| select(router, key)
        />
        {move || {
            let key = selected.get();
            view! { <TabPanel key=key>{panel(key, subject, opening)}</TabPanel> }
        }}
    }
    .into_any()
}

fn select(router: Router, key: &'static str) {
    router.set_query(&router.query_now().with("tab", Some(key)));
}

fn panel(key: &str, subject: StoredValue<Subject>, opening: RwSignal<Option<Opening>>) -> AnyView {
    match key {
        "fixings" => fixings::view(subject),
        "versions" => versions::view(subject),
        "parameters" => parameters::view(subject),
        "notifications" => recipients::view(subject),
        _ => advice::view(subject, opening),
    }
}
