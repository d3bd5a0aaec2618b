//! Optimisations of the demo: one that has been going on for some months, with fixings done and one missed, and one that
//! has only begun.
//!
//! What happened in the past is written when it happened: each step is a write of its own at its own time.

use super::{checked, email, inconsistent};
use crate::state::State;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::advice::{AdviceState, NewFixing};
use domain::customer::ForecastOrigin;
use domain::market::{self, Price};
use domain::optimisation::{
    Baseline, MinimumPeriod, OptimisationDraft, OptimisationFields, PeriodDraft, RiskAppetite, Scenario,
};
use domain::quantity::Decimal;
use domain::role::Grant;
use store::{Actor, AdviceView, Tx, WriteContext};
use uuid::Uuid;

/// How many days ago the older one was created.
const AGO: i64 = 45;

/// Fills the optimisations of the demo's customer, who has an active service of Belgian power.
pub(super) async fn fill(state: &State) -> Result<(), store::Error> {
    let now = state.now();
    let (organisation, customer) = account(state).await?;
    let fields = electricity(state.today())?;
    let create = async |tx: &Tx| Ok(tx.customer(organisation, customer).create_optimisation(&fields).await?.id);
    let id = at(state, now - TimeDelta::days(AGO), create).await?;
    let mut answered = 0;
    for ago in (0..AGO).rev() {
        let then = now - TimeDelta::days(ago);
        let today = domain::time::brussels_date(then);
        let day = at(state, then, async |tx| {
            let writer = tx.customer(organisation, customer);
            writer.refresh_calendar(id).await?;
            let calendar = writer.read().calendar(id, None, today).await?;
            let open = calendar.periods.into_iter().flat_map(|period| period.advice);
            let due: Vec<AdviceView> =
                open.filter(|advice| advice.state == AdviceState::Advised && advice.on == today).collect();
            for advice in &due {
                // Of three, one is missed; what is due today is still to be done.
                if answered % 3 != 1 && ago > 0 {
                    writer.register_fixing(id, &answer(advice, answered)?).await?;
                }
                answered += 1;
            }
            Ok(())
        });
        day.await?;
    }
    let second = expansion(state.today())?;
    let create = async |tx: &Tx| tx.customer(organisation, customer).create_optimisation(&second).await.map(drop);
    at(state, now, create).await
}

/// The account of the demo's customer.
async fn account(state: &State) -> Result<(Uuid, Uuid), store::Error> {
    let accounts = state.store().accounts();
    let login = accounts.login(&email("customer@demo.clef.test")?).await?;
    let login = login.ok_or_else(|| inconsistent("a demo without a customer"))?;
    let caller = accounts.caller(login.user.id, state.now()).await?;
    let grants = caller.map(|caller| caller.grants).unwrap_or_default();
    let account = grants.into_iter().find_map(|grant| match grant {
        Grant::Customer { organisation, customer } => Some((organisation, customer)),
        _ => None,
    });
    account.ok_or_else(|| inconsistent("a demo customer without an account"))
}

async fn at<T>(
    state: &State,
    now: DateTime<Utc>,
    work: impl AsyncFnOnce(&Tx) -> Result<T, store::Error>,
) -> Result<T, store::Error> {
    let context = WriteContext { actor: Actor::Program, now, request_id: None, idempotency: None };
    match state.store().write(&context, work).await? {
        store::Written::Fresh(value) => Ok(value),
        store::Written::Replayed(_) => Err(inconsistent("a demo that was filled before")),
    }
}

fn answer(advice: &AdviceView, number: usize) -> Result<NewFixing, store::Error> {
    let above = i64::try_from(number).unwrap_or_default() % 5 * 420;
    let forecast = advice.price.map_or(82_000, Price::thousandths);
    let price = Price::from_thousandths(forecast + above).ok_or_else(|| inconsistent("a demo price"))?;
    let period = advice.period.from;
    Ok(NewFixing { period, on: advice.on, percent: advice.percent, price, advice: Some(advice.id) })
}

/// The next two years by quarters, in many small steps.
fn electricity(today: NaiveDate) -> Result<OptimisationFields, store::Error> {
    let from = january(today, 1)?;
    let window = PeriodDraft {
        from,
        risk: Some(RiskAppetite::Low),
        percent_to_fix: None,
        window_from: None,
        window_to: None,
        target_price: None,
        volumes: None,
    };
    checked(draft(
        "Electricity of the bakeries",
        RiskAppetite::Moderate,
        "80",
        (from, january(today, 3)?),
        vec![window],
    ))
}

/// A year later, all at the forecast's lows.
fn expansion(today: NaiveDate) -> Result<OptimisationFields, store::Error> {
    let delivery = (january(today, 2)?, january(today, 3)?);
    checked(draft("Electricity of the new mill", RiskAppetite::High, "60", delivery, Vec::new()))
}

fn draft(
    contract_name: &str,
    risk: RiskAppetite,
    percent: &str,
    (delivery_from, delivery_to): (NaiveDate, NaiveDate),
    periods: Vec<PeriodDraft<'_>>,
) -> Result<OptimisationFields, domain::Violations> {
    let indexes = ["Base".to_owned()];
    let draft = OptimisationDraft {
        contract_name,
        market: market::MARKETS[0].id,
        points_of_delivery: "Shop and mill",
        tariff_indexes: &indexes,
        minimum_period: MinimumPeriod::Quarter,
        minimum_fixing_percent: Decimal::new(10, 0),
        delivery_from,
        delivery_to,
        risk,
        percent_to_fix: Decimal::parse(percent).unwrap_or_default(),
        baseline: Baseline { origin: ForecastOrigin::Application, scenario: Scenario::Mid },
        target_price: Some("82.50"),
        periods,
    };
    draft.check()
}

/// The first of January some years on.
fn january(today: NaiveDate, years: i32) -> Result<NaiveDate, store::Error> {
    let day = NaiveDate::from_ymd_opt(today.year() + years, 1, 1);
    day.ok_or_else(|| inconsistent("the end of time"))
}
