//! The page of a market: what its products cost, where a forecast sees them go, and the publications there are.

use super::course::{Names, foreseen, products, scene, series_of, table};
use super::fetch::{forecasts, publication, publishers};
use super::{changes, publications, words};
use crate::format;
use crate::i18n::{t, tr};
use crate::place::use_places;
use crate::routing::{Query, Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::chart::{ChartFrame, TimeChart};
use crate::ui::{
    Choice, Emphasis, EmptyState, Field, Icon, LinkButton, Notice, PageHead, PartRadioGroup, PartSelect, Remote,
    RemoteView, SkeletonShape,
};
use api_types::{Customer, Forecast, ForecastPoint, ForecastSummary, Market, PriceHistory, PriceQuery, Product};
use chrono::Months;
use client::Error;
use domain::role::{Permission, Place};
use leptos::prelude::*;
use uuid::Uuid;

/// How far back prices are shown, by the name in the address, in months.
const RANGES: [(&str, u32); 3] = [("quarter", 3), ("year", 12), ("three_years", 36)];
const USUAL_RANGE: &str = "year";

/// The page.
#[component]
pub fn MarketPage(
    /// The market.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let market = Remote::new(move || async move { session.call(async |client| client.get_market(id).await).await });
    view! { <RemoteView remote=market shape=SkeletonShape::Detail whole_page=true ready=page /> }.into_any()
}

/// How far back prices are shown. It stays while they are fetched, as the keyboard may be on it.
fn range(router: Router) -> AnyView {
    let query = router.query();
    let ranges = RANGES.iter().map(|(name, _)| Choice::new(*name, t(&format!("markets.range.{name}"))));
    let value = Signal::derive(move || query.with(|query| query.get("range").unwrap_or(USUAL_RANGE).to_owned()));
    let choose = move |name: String| router.set_query(&router.query_now().with("range", Some(&name)));
    view! {
        <PartRadioGroup
            field=Field::new("market-range", t("markets.field.range"))
            value=value
            choices=ranges.collect()
            on_choose=choose
        />
    }
    .into_any()
}

/// What is shown of a market.
#[derive(Debug, Clone)]
struct Ground {
    prices: PriceHistory,
    forecasts: Vec<ForecastSummary>,
    /// The account whose own forecasts are shown, too, to whoever looks after it.
    client: Option<Customer>,
}

fn page(market: Market) -> AnyView {
    let (session, places, router) = (use_session(), use_places(), use_router());
    let id = market.id;
    let query = router.query();
    // Another product or publication is another line beside the same prices: these are not fetched for it.
    let asked = Memo::new(move |_| query.with(|query| (query.get("range").map(str::to_owned), query.read("customer"))));
    let ground = Remote::new(move || {
        changes::track();
        let (range, customer) = asked.get();
        let own = session.own_account();
        async move { fetch(session, id, own, customer, range.as_deref()).await }
    });
    let hours = market.loads.iter().map(|load| words::load(*load)).collect::<Vec<_>>().join(" · ");
    let lead = format!("{} · {} · {hours}", words::commodity(market.commodity), format::country(&market.country));
    let publish = move || {
        (!publishers(session, places).is_empty()).then(|| {
            view! {
                <LinkButton
                    href=Route::ForecastNew(id).path()
                    label=t("markets.publish.action")
                    emphasis=Emphasis::Primary
                    icon=Icon::Plus
                />
            }
        })
    };
    let import = session.can(Permission::PricesImport, Place::Platform).then(|| {
        view! { <LinkButton href=Route::PriceImport(id).path() label=t("markets.import.action") icon=Icon::Upload /> }
    });
    view! {
        <PageHead
            title=words::name(&market.code, &market.name)
            lead=lead
            back=(Route::Markets.path(), t("markets.title"))
        >
            {import}
            {publish}
        </PageHead>
        <div class="market-range">{range(router)}</div>
        <RemoteView remote=ground shape=SkeletonShape::Detail ready=move |ground| body(session, router, ground) />
    }
    .into_any()
}

async fn fetch(
    session: Session,
    market: Uuid,
    own: Option<Uuid>,
    customer: Option<Uuid>,
    range: Option<&str>,
) -> Result<Ground, Error> {
    let months = RANGES.iter().find(|(name, _)| range == Some(name)).map_or(12, |(_, months)| *months);
    let from = format::today().checked_sub_months(Months::new(months));
    let asked = PriceQuery { from, ..PriceQuery::default() };
    let prices = session.call(async |client| client.list_prices(market, &asked).await).await?;
    let client = match customer.filter(|id| own != Some(*id)) {
        Some(id) => Some(session.call(async |client| client.get_customer(id).await).await?.value),
        None => None,
    };
    let forecasts = forecasts(session, market, client.as_ref().map(|client| client.id).or(own)).await?;
    Ok(Ground { prices, forecasts, client })
}

fn body(session: Session, router: Router, ground: Ground) -> AnyView {
    let Ground { prices, forecasts, client } = ground;
    let query = router.query();
    let list = StoredValue::new(forecasts);
    // The publication the address names, else the latest.
    let wanted = Memo::new(move |_| {
        let named: Option<Uuid> = query.with(|query| query.read("forecast"));
        list.with_value(|list| list.iter().find(|of| Some(of.id) == named).or(list.first()).map(|of| of.id))
    });
    let forecast = Remote::new(move || {
        let wanted = wanted.get();
        let summary = list.with_value(|list| list.iter().find(|of| Some(of.id) == wanted).cloned());
        async move {
            match summary {
                Some(of) => publication(session, &of).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let shown = Shown { router, prices: StoredValue::new(prices), list, wanted, forecast };
    // What can be chosen stays while another publication is fetched, as the keyboard may be on it.
    let there = Memo::new(move |_| forecast.value().is_some());
    let content = move || {
        if there.get() {
            shown.view()
        } else {
            view! { <RemoteView remote=forecast shape=SkeletonShape::Detail ready=move |_| ().into_any() /> }.into_any()
        }
    };
    view! {
        {client.map(|client| whose(&client))}
        {content}
        {list.with_value(|list| publications::list(list, wanted.into()))}
    }
    .into_any()
}

/// Whose own forecasts are among those shown.
fn whose(client: &Customer) -> AnyView {
    let account = Route::Customer { organisation: client.organisation_id, customer: client.id }.path();
    let text = tr("markets.with_client", &[("company", &client.company)]);
    view! { <Notice><p>{text}" "<a href=account>{t("markets.to_account")}</a></p></Notice> }.into_any()
}

/// The product the address names, else the first.
fn chosen_product(offered: &[Product], query: &Query) -> Product {
    let named = |product: &&Product| {
        query.get("load") == Some(product.load.as_str()) && query.get("delivery") == Some(&product.delivery)
    };
    let first = || offered.first().cloned();
    let usual = Product { load: domain::market::Load::Base, delivery: String::new() };
    offered.iter().find(named).cloned().or_else(first).unwrap_or(usual)
}

/// The prices of a market with one of its publications.
#[derive(Clone, Copy)]
struct Shown {
    router: Router,
    prices: StoredValue<PriceHistory>,
    list: StoredValue<Vec<ForecastSummary>>,
    wanted: Memo<Option<Uuid>>,
    forecast: Remote<Option<Forecast>>,
}

impl Shown {
    fn view(self) -> AnyView {
        let offered = Memo::new(move |_| {
            let forecast = self.forecast.value().flatten();
            self.prices.with_value(|prices| products(prices, forecast.as_ref()))
        });
        let query = self.router.query();
        let chosen = Memo::new(move |_| offered.with(|offered| query.with(|query| chosen_product(offered, query))));
        let nothing = Memo::new(move |_| offered.with(Vec::is_empty));
        let content = move || {
            if nothing.get() {
                let (title, text) = (t("markets.no_prices.title"), t("markets.no_prices.text"));
                return view! { <EmptyState icon=Icon::Market title=title text=text /> }.into_any();
            }
            view! {
                <section class="card market-course">
                    <div class="market-controls">
                        {move || self.product(&offered.get(), chosen)}
                        {self.publication()}
                    </div>
                    {move || self.course(&chosen.get())}
                </section>
            }
            .into_any()
        };
        content.into_any()
    }

    fn product(self, offered: &[Product], chosen: Memo<Product>) -> AnyView {
        let router = self.router;
        let choice = |of: &Product| Choice::new(name_of(of), words::product_of(of.load, &of.delivery));
        let choose = move |value: String| {
            let (load, delivery) = value.split_once(' ').unwrap_or_default();
            router.set_query(&router.query_now().with("load", Some(load)).with("delivery", Some(delivery)));
        };
        view! {
            <PartSelect
                field=Field::new("market-product", t("markets.field.product"))
                value=Signal::derive(move || chosen.with(name_of))
                choices=offered.iter().map(choice).collect()
                on_choose=choose
            />
        }
        .into_any()
    }

    /// The publications to choose from; nothing without any.
    fn publication(self) -> Option<AnyView> {
        let (router, wanted) = (self.router, self.wanted);
        let choice = |of: &ForecastSummary| Choice::new(of.id.to_string(), words::publication(of));
        let choices: Vec<Choice> = self.list.with_value(|list| list.iter().map(choice).collect());
        let choose = move |id: String| router.set_query(&router.query_now().with("forecast", Some(&id)));
        let view = (!choices.is_empty()).then(|| {
            view! {
                <PartSelect
                    field=Field::new("market-forecast", t("markets.field.forecast"))
                    value=Signal::derive(move || wanted.get().map(|id| id.to_string()).unwrap_or_default())
                    choices=choices
                    on_choose=choose
                />
            }
        });
        view.map(IntoAny::into_any)
    }

    fn course(self, product: &Product) -> AnyView {
        let forecast = self.forecast.value().flatten();
        self.prices.with_value(|prices| course(prices, forecast.as_ref(), product))
    }
}

/// The product as the drop-down keeps it.
fn name_of(product: &Product) -> String {
    format!("{} {}", product.load, product.delivery)
}

fn course(history: &PriceHistory, forecast: Option<&Forecast>, product: &Product) -> AnyView {
    let currency = history.currency.clone();
    let prices = series_of(history, product).cloned();
    let foreseen = forecast.and_then(|forecast| foreseen(forecast, product));
    let points: Vec<ForecastPoint> = foreseen.map(|of| of.points.clone()).unwrap_or_default();
    let names = names();
    let today = format::today();
    let scene = scene(prices.as_ref(), &points, today, &names);
    let title = words::product_of(product.load, &product.delivery);
    let label = title.clone();
    let numbers = move |()| {
        let head = ["day", "price", "low", "mid", "high"].map(|name| t(&format!("markets.table.{name}"))).to_vec();
        table(prices.as_ref(), &points, head, format::date, format::amount_of)
    };
    let unit = format::per_mwh(&currency);
    let hint = t(if forecast.is_some() { "markets.chart.hint" } else { "markets.chart.no_forecast" });
    view! {
        <ChartFrame title=title hint=hint table=numbers file="prices" wide=true>
            <TimeChart label=label scene=Signal::stored(scene) unit=unit cursor=RwSignal::new(today) />
        </ChartFrame>
    }
    .into_any()
}

/// The words in a chart of prices.
pub fn names() -> Names {
    Names { price: t("markets.chart.price"), expected: t("markets.chart.expected"), band: t("markets.chart.band") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::market::Load;

    #[test]
    fn the_address_names_a_product() {
        let product = |load, delivery: &str| Product { load, delivery: delivery.to_owned() };
        let offered = [product(Load::Base, "2027"), product(Load::Peak, "2028")];
        let chosen = |address: &str| chosen_product(&offered, &Query::parse(address));
        assert_eq!(chosen("load=peak&delivery=2028"), offered[1]);
        assert_eq!(chosen("load=peak&delivery=2027"), offered[0], "one that is not there");
        assert_eq!(chosen(""), offered[0]);
    }
}
