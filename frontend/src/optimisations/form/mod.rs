//! The form of an optimisation, to create or change one, with the calendar it would give beside it.
//!
//! What is typed is kept as a draft and checked all the time by the rules of `domain`.

mod own;
mod preview;
mod questionnaire;
mod quota;
mod sections;
mod values;

use super::changes;
use crate::draft::{Draft, Kept};
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{
    Button, Emphasis, ErrorSummary, FormState, LinkButton, Notice, NoticeKind, PageHead, Remote, RemoteView,
    SkeletonShape, Toasts,
};
use crate::{errors, format};
use api_types::{
    AdviceCalendar, Customer, ForecastQuery, ForecastSummary, MAX_LIMIT, Market, Optimisation, OptimisationInput,
};
use client::{Created, Error, Versioned};
use domain::advice::AdviceState;
use domain::customer::ForecastOrigin;
use domain::key::Percent;
use domain::optimisation::RiskAppetite;
use domain::role::Permission;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use preview::{Basis, Done};
use quota::Refusal;
use sections::{MarketChoice, Parts};
use std::collections::BTreeMap;
use uuid::Uuid;
pub use values::megawatt_hours;
use values::{Fields, Values};

/// What the form needs to know before it can be filled.
#[derive(Debug, Clone)]
struct Ground {
    customer: Customer,
    markets: Vec<Market>,
    published: Published,
}

/// Whose forecasts there are, by market.
type Published = BTreeMap<Uuid, Vec<ForecastOrigin>>;

/// Creating an optimisation.
#[component]
pub fn OptimisationNew(
    /// The customer account.
    customer: Uuid,
) -> impl IntoView {
    let session = use_session();
    let ground = Remote::new(move || async move { ground(session, customer).await });
    let content = move |ground: Ground| {
        let lead = tr("optimisations.new.lead", &[("company", &ground.customer.company)]);
        let back = (Route::Optimisations.path(), t("optimisations.title"));
        let basis = Basis { account: customer, created_on: format::today(), done: std::iter::empty().collect() };
        view! {
            <PageHead title=t("optimisations.new.title") lead=lead back=back />
            {form(ground, basis, fresh(), Target::New { customer, attempt: Attempt::new() })}
        }
        .into_any()
    };
    view! { <RemoteView remote=ground shape=SkeletonShape::Form whole_page=true ready=content /> }.into_any()
}

/// Changing an optimisation.
#[component]
pub fn OptimisationEdit(
    /// The optimisation.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let found = Remote::new(move || async move {
        let optimisation = session.call(async |client| client.get_optimisation(id).await).await?;
        let calendar = session.call(async |client| client.get_calendar(id).await).await.ok();
        let ground = ground(session, optimisation.value.customer_id).await?;
        Ok::<_, Error>((optimisation, calendar, ground))
    });
    let content = move |(optimisation, calendar, ground): (Versioned<Optimisation>, Option<AdviceCalendar>, Ground)| {
        let Versioned { value: optimisation, etag } = optimisation;
        let back = (Route::Optimisation(id).path(), optimisation.contract_name.clone());
        let basis = Basis {
            account: optimisation.customer_id,
            created_on: domain::time::brussels_date(optimisation.created_at),
            done: calendar.as_ref().map(done).unwrap_or_default(),
        };
        let body = if optimisation.may_edit {
            form(ground, basis, Values::from(&optimisation), Target::Existing { id, etag: StoredValue::new(etag) })
        } else {
            view! { <Notice><p>{t("optimisations.not_editor")}</p></Notice> }.into_any()
        };
        view! {
            <PageHead title=t("optimisations.edit.title") back=back />
            {body}
        }
        .into_any()
    };
    view! { <RemoteView remote=found shape=SkeletonShape::Form whole_page=true ready=content /> }.into_any()
}

async fn ground(session: Session, customer: Uuid) -> Result<Ground, Error> {
    let customer = session.call(async |client| client.get_customer(customer).await).await?.value;
    let markets = session.call(async |client| client.list_markets().await).await?.items;
    let published = published(session, &customer, &markets).await?;
    Ok(Ground { customer, markets, published })
}

/// A fresh form proposes the middle way.
fn fresh() -> Values {
    let risk = RiskAppetite::Moderate;
    let percent = format::typed(risk.usual_percent().decimal());
    Values { risk: risk.to_string(), percent, ..Values::default() }
}

/// What is done of each period of a calendar.
fn done(calendar: &AdviceCalendar) -> BTreeMap<chrono::NaiveDate, Done> {
    let today = format::today();
    let percent = |number| Percent::try_from(number).unwrap_or_default();
    let of = |period: &api_types::CalendarPeriod| {
        let due =
            period.advice.iter().filter(|advice| advice.state == AdviceState::Advised && advice.advised_on == today);
        let due = due.fold(Percent::ZERO, |sum, advice| sum.plus(percent(advice.percent)));
        (period.from, Done { fixed: percent(period.prices.fixed_percent), today: due })
    };
    calendar.periods.iter().map(of).collect()
}

/// The markets as the form offers them, each with what the customer's service says of it.
fn choices(ground: &Ground) -> Vec<MarketChoice> {
    let Ground { customer, markets, .. } = ground;
    let choice = |market: &Market| {
        let service = customer.services.iter().find(|service| service.market_id == market.id);
        MarketChoice {
            id: market.id,
            name: crate::markets::name(&market.code, &market.name),
            unit: format::per_mwh("EUR"),
            remark: quota::remark(customer, service),
            sources: service.map_or_else(|| ground.own_sources(market.id), |service| service.forecasts.clone()),
            covers_short_term: market.covers_short_term,
        }
    };
    markets.iter().map(choice).collect()
}

impl Ground {
    /// Without a service the key account manager calculates from what they read themselves: what is published. Before
    /// anything is, the application's is what will come first.
    fn own_sources(&self, market: Uuid) -> Vec<ForecastOrigin> {
        let published = self.published.get(&market).filter(|origins| !origins.is_empty());
        published.cloned().unwrap_or_else(|| vec![ForecastOrigin::Application])
    }
}

/// Whose forecasts of each market an organisation reads, where an account has no access that says so.
async fn published(session: Session, customer: &Customer, markets: &[Market]) -> Result<Published, Error> {
    let mut published = Published::new();
    if customer.access {
        return Ok(published);
    }
    for market in markets {
        let mut origins = Vec::new();
        for origin in [ForecastOrigin::Application, ForecastOrigin::Manager] {
            let query = ForecastQuery { limit: Some(MAX_LIMIT), origin: Some(origin), ..ForecastQuery::default() };
            let found = session.call(async |client| client.list_forecasts(market.id, &query).await).await?.items;
            let own = |of: &ForecastSummary| of.organisation_id.is_none_or(|id| id == customer.organisation_id);
            origins.extend(found.iter().any(own).then_some(origin));
        }
        published.insert(market.id, origins);
    }
    Ok(published)
}

/// Where it is sent.
#[derive(Clone, Copy)]
enum Target {
    New { customer: Uuid, attempt: Attempt },
    Existing { id: Uuid, etag: StoredValue<String> },
}

/// The form at work.
#[derive(Clone, Copy)]
struct Form {
    target: Target,
    fields: Fields,
    state: FormState,
    draft: Kept,
    refusal: RwSignal<Option<Refusal>>,
    customer: StoredValue<Customer>,
    session: Session,
    router: Router,
    toasts: Toasts,
}

fn form(ground: Ground, basis: Basis, initial: Values, target: Target) -> AnyView {
    let fields = Fields::new(initial.clone());
    let check = move || {
        fields.values().to_input().map_or_else(|found| FieldErrors::of_violations(&found), |_| FieldErrors::default())
    };
    let name = match target {
        Target::New { customer, .. } => format!("optimisation.new.{customer}"),
        Target::Existing { id, .. } => format!("optimisation.{id}"),
    };
    let state = FormState::new(check);
    let markets = StoredValue::new(choices(&ground));
    let form = Form {
        target,
        fields,
        state,
        draft: Draft::of(&name).keep(initial, move || fields.values(), move |values| fields.fill(values)),
        refusal: RwSignal::new(None),
        customer: StoredValue::new(ground.customer),
        session: use_session(),
        router: use_router(),
        toasts: Toasts::get(),
    };
    let parts = Parts { fields, form: state, markets, exists: matches!(target, Target::Existing { .. }) };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    let cancel = match target {
        Target::New { .. } => Route::Optimisations.path(),
        Target::Existing { id, .. } => Route::Optimisation(id).path(),
    };
    let send = if parts.exists { t("common.save") } else { t("optimisations.new.submit") };
    view! {
        <div class="studio">
            <form class="form studio-form" novalidate on:submit=submit>
                <ErrorSummary form=state />
                {form.draft.notice()}
                <div aria-live="assertive">{move || form.refused()}</div>
                {parts.all()}
                <div class="form-actions">
                    <LinkButton href=cancel label=t("ui.cancel") />
                    <Button label=send emphasis=Emphasis::Primary submit=true busy=state.busy />
                </div>
            </form>
            {preview::view(parts, basis)}
        </div>
    }
    .into_any()
}

impl Form {
    /// Why the account's services do not allow it, with what can be done about it.
    fn refused(self) -> Option<AnyView> {
        let refusal = self.refusal.get()?;
        let (text, remedy) = self.customer.with_value(|customer| refusal.words(customer));
        let may_change = self.customer.with_value(|customer| customer.permissions.contains(&Permission::CustomerWrite));
        let (organisation, customer) = self.customer.with_value(|customer| (customer.organisation_id, customer.id));
        let way = may_change.then(|| {
            let href = Route::CustomerEdit { organisation, customer }.path();
            view! { <p><a href=href>{t("optimisations.quota.change_account")}</a></p> }
        });
        Some(
            view! {
                <Notice kind=NoticeKind::Error title=refusal.title()>
                    <p>{text}</p>
                    <p>{remedy}</p>
                    {way}
                </Notice>
            }
            .into_any(),
        )
    }

    fn submit(self) {
        self.refusal.set(None);
        let input = untrack(|| self.fields.values().to_input());
        let (true, Ok(input)) = (self.state.submit(), input) else { return };
        self.state.busy.set(true);
        spawn_local(async move {
            let answer = self.send(&input).await;
            self.state.busy.try_set(false);
            match answer {
                Ok(optimisation) => self.leave(&optimisation),
                Err(error) => self.refuse(&error, input.market_id),
            }
        });
    }

    async fn send(self, input: &OptimisationInput) -> Result<Optimisation, Error> {
        match self.target {
            Target::New { customer, attempt } => {
                let key = attempt.key(input);
                let send = async |client: client::Client| client.create_optimisation(customer, input, Some(&key)).await;
                let Created { value, .. } = self.session.call(send).await?;
                Ok(value)
            }
            Target::Existing { id, etag } => {
                let etag = etag.get_value();
                let send = async |client: client::Client| client.update_optimisation(id, &etag, input).await;
                Ok(self.session.call(send).await?.value)
            }
        }
    }

    fn refuse(self, error: &Error, market: Uuid) {
        match Refusal::of(error, market) {
            Some(refusal) => {
                self.refusal.set(Some(refusal));
                request_animation_frame(|| {
                    if let Some(window) = web_sys::window() {
                        window.scroll_to_with_x_and_y(0.0, 0.0);
                    }
                });
            }
            None => self.state.refuse(error),
        }
    }

    fn leave(self, optimisation: &Optimisation) {
        self.draft.sent();
        changes::notify();
        let done = match self.target {
            Target::New { .. } => "optimisations.created",
            Target::Existing { .. } => "optimisations.changed",
        };
        self.toasts.success(tr(done, &[("name", &optimisation.contract_name)])).show();
        self.router.go(&Route::Optimisation(optimisation.id).path());
    }
}

/// Deletes an optimisation and says so.
pub async fn delete(session: Session, toasts: Toasts, optimisation: &Optimisation, etag: &str) -> bool {
    let answer = session.call(async |client| client.delete_optimisation(optimisation.id, etag).await).await;
    changes::notify();
    match &answer {
        Ok(()) => toasts.success(tr("optimisations.deleted", &[("name", &optimisation.contract_name)])).show(),
        Err(error) => toasts.failure(errors::describe(error)).show(),
    }
    answer.is_ok()
}
