//! Publishing a forecast: typed by product and day, or from a file that is looked at first.

use super::detail::names;
use super::edit::{Request, SeriesValues, Values};
use super::fetch::{Publisher, forecasts, publication, publishers};
use super::points::Series;
use super::{changes, course, file, words};
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::format;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::place::use_places;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::chart::TimeChart;
use crate::ui::{
    Button, Choice, Emphasis, EmptyState, ErrorSummary, Field, FormState, Icon, LinkButton, PageHead, PartTextArea,
    RadioGroup, Remote, RemoteView, SkeletonShape, Tab, TabPanel, Tabs, Toasts,
};
use api_types::{Forecast, ForecastSummary, Market, PriceHistory, PriceQuery, Product};
use client::{Created, Error};
use domain::customer::ForecastOrigin;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// What the page needs to know.
#[derive(Debug, Clone)]
struct Ground {
    market: Market,
    prices: PriceHistory,
    forecasts: Vec<ForecastSummary>,
}

/// The page.
#[component]
pub fn ForecastNew(
    /// The market.
    market: Uuid,
) -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let ground = Remote::new(move || async move {
        let account = session.own_account();
        let found = session.call(async |client| client.get_market(market).await).await?;
        let prices = session.call(async |client| client.list_prices(market, &PriceQuery::default()).await).await?;
        let forecasts = forecasts(session, market, account).await?;
        Ok::<_, Error>(Ground { market: found, prices, forecasts })
    });
    let back = (Route::Market(market).path(), t("markets.publish.back"));
    let content = move |ground: Ground| {
        let offered = publishers(session, places);
        if offered.is_empty() {
            return view! { <EmptyState icon=Icon::Market title=t("markets.publish.not_yours") /> }.into_any();
        }
        ways(ground, offered)
    };
    view! {
        <PageHead title=t("markets.publish.title") lead=t("markets.publish.lead") back=back />
        <RemoteView remote=ground shape=SkeletonShape::Form ready=content />
    }
    .into_any()
}

/// By hand or from a file.
fn ways(ground: Ground, offered: Vec<Publisher>) -> AnyView {
    const KEYS: [&str; 2] = ["form", "file"];
    let router = use_router();
    let query = router.query();
    let selected = Signal::derive(move || {
        let wanted = query.with(|query| query.get("way").map(str::to_owned));
        KEYS.into_iter().find(|key| wanted.as_deref() == Some(*key)).unwrap_or(KEYS[0])
    });
    let tab = |key: &'static str| Tab { key, label: t(&format!("markets.publish.way.{key}")), count: None };
    let select = move |key: &'static str| router.set_query(&router.query_now().with("way", Some(key)));
    let first = offered.first().map(|publisher| publisher.origin().to_string()).unwrap_or_default();
    let whose = RwSignal::new(first);
    let offered = StoredValue::new(offered);
    let publisher = Signal::derive(move || {
        let origin = whose.with(|origin| origin.parse::<ForecastOrigin>().ok());
        offered.with_value(|offered| offered.iter().copied().find(|publisher| Some(publisher.origin()) == origin))
    });
    let ground = StoredValue::new(ground);
    let panel = move || match selected.get() {
        "file" => view! { <TabPanel key="file">{file::view(ground.with_value(|g| g.market.id), publisher)}</TabPanel> }
            .into_any(),
        _ => view! { <TabPanel key="form">{form(ground.get_value(), publisher)}</TabPanel> }.into_any(),
    };
    view! {
        {choice(offered, whose)}
        <Tabs label=t("markets.publish.ways") tabs=KEYS.map(tab).to_vec() selected=selected on_select=select />
        {panel}
    }
    .into_any()
}

/// Whose forecast it is, where somebody publishes for several.
fn choice(offered: StoredValue<Vec<Publisher>>, whose: RwSignal<String>) -> AnyView {
    let choices: Vec<Choice> = offered.with_value(|offered| {
        offered.iter().map(|of| Choice::new(of.origin().to_string(), words::source(of.origin()))).collect()
    });
    if choices.len() < 2 {
        let only = choices.into_iter().next().map(|choice| choice.label).unwrap_or_default();
        return view! { <p class="muted">{tr("markets.publish.as", &[("source", &only)])}</p> }.into_any();
    }
    view! { <RadioGroup field=Field::new("publisher", t("markets.publish.whose")) value=whose choices=choices /> }
        .into_any()
}

/// The form at work.
#[derive(Clone, Copy)]
struct Form {
    ground: StoredValue<Ground>,
    publisher: Signal<Option<Publisher>>,
    values: RwSignal<Values>,
    state: FormState,
    draft: Kept,
    attempt: Attempt,
    session: Session,
    router: Router,
    toasts: Toasts,
}

fn form(ground: Ground, publisher: Signal<Option<Publisher>>) -> AnyView {
    let values = RwSignal::new(Values::default());
    let (market, loads) = (ground.market.id, StoredValue::new(ground.market.loads.clone()));
    let check = move || {
        let request = publisher.get().map(|of| loads.with_value(|loads| values.get().to_request(market, loads, of)));
        request.and_then(Result::err).map(|violations| FieldErrors::of_violations(&violations)).unwrap_or_default()
    };
    let draft = Draft::of(&format!("forecast.{market}"));
    let form = Form {
        ground: StoredValue::new(ground),
        publisher,
        values,
        state: FormState::new(check),
        draft: draft.keep(Values::default(), move || values.get(), move |kept| values.set(kept)),
        attempt: Attempt::new(),
        session: use_session(),
        router: use_router(),
        toasts: Toasts::get(),
    };
    form.view(loads)
}

impl Form {
    fn view(self, loads: StoredValue<Vec<domain::market::Load>>) -> AnyView {
        let unit = StoredValue::new(self.ground.with_value(|ground| format::per_mwh(&ground.prices.currency)));
        let count = Memo::new(move |_| self.values.with(|values| values.series.len()));
        let series = move || {
            let one = |at| Series { values: self.values, form: self.state, at, loads, unit }.view();
            let framed =
                |at: usize| view! { <section class="card series-card">{one(at)}{self.drawing(at, unit)}</section> };
            (0..count.get()).map(framed).collect_view()
        };
        let add = move |()| self.values.update(|values| values.series.push(SeriesValues::fresh()));
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        let comment = Signal::derive(move || self.values.with(|values| values.comment.clone()));
        let set_comment = move |typed: String| self.values.update(|values| values.comment = typed);
        let cancel = Route::Market(self.ground.with_value(|ground| ground.market.id)).path();
        view! {
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary form=self.state />
                {self.draft.notice()}
                {self.beginning()}
                {series}
                <div><Button label=t("markets.publish.add_product") icon=Icon::Plus on_press=add /></div>
                <PartTextArea
                    field=Field::of(self.state, "/comment", t("markets.field.comment"))
                        .hint(t("markets.field.comment_hint"))
                        .optional()
                    value=comment
                    on_input=set_comment
                />
                <div class="form-actions">
                    <LinkButton href=cancel label=t("ui.cancel") />
                    <Button label=t("markets.publish.submit") emphasis=Emphasis::Primary submit=true busy=self.state.busy />
                </div>
            </form>
        }
        .into_any()
    }

    /// The way to begin with what was published last.
    fn beginning(self) -> AnyView {
        let latest = move || {
            let origin = self.publisher.get()?.origin();
            self.ground.with_value(|ground| ground.forecasts.iter().find(|of| of.origin == origin).cloned())
        };
        let offer = move || {
            latest().map(|of| {
                let label = tr("markets.publish.begin_with", &[("version", &of.version.to_string())]);
                let busy = RwSignal::new(false);
                let begin = move |()| {
                    let of = of.clone();
                    busy.set(true);
                    spawn_local(async move {
                        match publication(self.session, &of).await {
                            Ok(forecast) => self.values.set(Values::from(&forecast)),
                            Err(error) => self.toasts.failure(crate::errors::describe(&error)).show(),
                        }
                        busy.try_set(false);
                    });
                };
                view! { <div><Button label=label icon=Icon::Copy busy=busy on_press=begin /></div> }
            })
        };
        offer.into_any()
    }

    /// What is typed of a product, over what it has cost.
    fn drawing(self, at: usize, unit: StoredValue<String>) -> AnyView {
        let scene = Memo::new(move |_| {
            let points = self.values.with(|values| values.drawn(at));
            let product = self.values.with(|values| {
                let series = values.series.get(at)?;
                Some(Product { load: series.load.parse().ok()?, delivery: series.delivery.clone() })
            });
            self.ground.with_value(|ground| {
                let prices = product.and_then(|product| course::series_of(&ground.prices, &product));
                course::scene(prices, &points, format::today(), &names())
            })
        });
        let shown = Memo::new(move |_| scene.with(|scene| !scene.lines.is_empty()));
        let chart = move || {
            shown.get().then(|| {
                view! {
                    <TimeChart
                        label=t("markets.publish.drawing")
                        scene=scene
                        unit=unit.get_value()
                        cursor=RwSignal::new(format::today())
                    />
                }
            })
        };
        view! { <div class="chart">{chart}</div> }.into_any()
    }

    fn submit(self) {
        let market = self.ground.with_value(|ground| ground.market.clone());
        let request = untrack(|| {
            let publisher = self.publisher.get()?;
            self.values.with(|values| values.to_request(market.id, &market.loads, publisher)).ok()
        });
        let (true, Some(request)) = (self.state.submit(), request) else { return };
        self.state.busy.set(true);
        spawn_local(async move {
            let answer = self.send(market.id, &request).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(created) => {
                    self.draft.sent();
                    told(self.router, self.toasts, market.id, &created.value);
                }
                Err(error) => self.state.refuse(&error),
            }
        });
    }

    async fn send(self, market: Uuid, request: &Request) -> Result<Created<Forecast>, Error> {
        match request {
            Request::Market(body) => {
                let key = self.attempt.key(body);
                self.session.call(async |client| client.publish_forecast(market, body, Some(&key)).await).await
            }
            Request::Client(account, body) => {
                let key = self.attempt.key(body);
                let account = *account;
                self.session.call(async |client| client.publish_client_forecast(account, body, Some(&key)).await).await
            }
        }
    }
}

fn told(router: Router, toasts: Toasts, market: Uuid, forecast: &Forecast) {
    changes::notify();
    toasts.success(tr("markets.published", &[("version", &forecast.version.to_string())])).show();
    let query = crate::routing::Query::default().with("forecast", Some(&forecast.id.to_string()));
    router.go(&Route::Market(market).path_with(&query));
}

/// The same for a forecast from a file.
pub fn published(router: Router, toasts: Toasts, of: &ForecastSummary) {
    changes::notify();
    toasts.success(tr("markets.published", &[("version", &of.version.to_string())])).show();
    let query = crate::routing::Query::default().with("forecast", Some(&of.id.to_string()));
    router.go(&Route::Market(of.market_id).path_with(&query));
}
