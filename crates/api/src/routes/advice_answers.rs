//! What the operations of optimisations have in common: how the store's views stand on the wire.

use crate::extract::CustomerSide;
use api_types::{
    AdviceCalendar, AdviceChange, BaselineForecast, CalendarBasis, CalendarDifference, CalendarEntry, CalendarPeriod,
    CalendarVersion, ConsumptionPeriod, Fixing, FixingAdvice, Notification, NotificationRecipient,
    NotificationSettings, Optimisation, OptimisationAccess, OptimisationMarket, OptimisationSummary, PeriodInput,
    PriceSummary,
};
use chrono::NaiveDate;
use domain::advice::{Change, Prices};
use domain::customer::ServiceState;
use domain::market::Price;
use domain::optimisation::SHORT_TERM_DAYS;
use store::{
    AdviceView, CalendarDifferenceView, CalendarEntryView, CalendarPeriodView, CalendarVersionView, CalendarView,
    FixingView, MarketView, NotificationView, OptimisationRow, OptimisationView, RecipientView, RecipientsView,
};
use uuid::Uuid;

/// The currency of every price.
pub(super) const CURRENCY: &str = "EUR";

pub(super) fn optimisation(
    view: OptimisationView,
    side: CustomerSide,
    may_edit: bool,
    today: NaiveDate,
) -> Optimisation {
    let periods = view.periods();
    let period = |period: domain::optimisation::ConsumptionPeriod| ConsumptionPeriod {
        from: period.span.from,
        to: period.span.to,
        risk_appetite: period.risk,
        percent_to_fix: period.to_fix.decimal(),
        window_from: period.window.from,
        window_to: period.window.to,
        target_price_per_mwh: price(period.target),
        volumes_wh: period.volumes,
        own: view.fields.own(period.span.from).map(PeriodInput::from),
    };
    let fields = &view.fields;
    Optimisation {
        periods: periods.into_iter().map(period).collect(),
        contract_name: fields.contract_name.clone(),
        points_of_delivery: fields.points_of_delivery.clone(),
        tariff_indexes: fields.tariff_indexes.clone(),
        minimum_period: fields.minimum_period,
        minimum_fixing_percent: fields.minimum_fixing.decimal(),
        delivery_from: fields.delivery.from,
        delivery_to: fields.delivery.to,
        risk_appetite: fields.risk,
        percent_to_fix: fields.to_fix.decimal(),
        baseline: BaselineForecast::from(fields.baseline),
        target_price_per_mwh: price(fields.target),
        customer_access: access(&view, today),
        may_edit,
        may_read_calendar: side.sees(view.service_state(today)),
        calendar_version: view.calendar,
        id: view.id,
        customer_id: view.customer_id,
        company: view.company,
        market: market(view.market),
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}

pub(super) fn summary(row: OptimisationRow, side: CustomerSide, today: NaiveDate) -> OptimisationSummary {
    let OptimisationRow { view, prices, next_advice_on, missed } = row;
    let sees = side.sees(view.service_state(today));
    OptimisationSummary {
        customer_access: access(&view, today),
        fixed_percent: sees.then(|| prices.fixed.decimal()),
        next_advice_on: next_advice_on.filter(|_| sees),
        missed_count: sees.then_some(missed),
        id: view.id,
        customer_id: view.customer_id,
        company: view.company,
        market: market(view.market),
        contract_name: view.fields.contract_name,
        delivery_from: view.fields.delivery.from,
        delivery_to: view.fields.delivery.to,
        risk_appetite: view.fields.risk,
        created_at: view.created_at,
        updated_at: view.updated_at,
    }
}

fn access(view: &OptimisationView, today: NaiveDate) -> OptimisationAccess {
    match (view.access, view.service_state(today)) {
        (false, _) => OptimisationAccess::None,
        (true, None) => OptimisationAccess::Missing,
        (true, Some(ServiceState::Scheduled)) => OptimisationAccess::Scheduled,
        (true, Some(ServiceState::Active)) => OptimisationAccess::Active,
        (true, Some(ServiceState::Expired)) => OptimisationAccess::Expired,
    }
}

fn market(view: MarketView) -> OptimisationMarket {
    OptimisationMarket {
        id: view.id,
        code: view.code,
        name: view.name,
        currency: CURRENCY.to_owned(),
        covers_short_term: view.covers_short_term,
    }
}

pub(super) fn calendar(optimisation: Uuid, target: Option<Price>, view: CalendarView) -> AdviceCalendar {
    let on = view.forward_on;
    AdviceCalendar {
        optimisation_id: optimisation,
        version_id: view.version.id,
        version: view.version.number,
        latest_version: view.latest,
        created_at: view.version.created_at,
        reasons: view.version.reasons,
        basis: CalendarBasis {
            baseline: BaselineForecast::from(view.baseline),
            forecast_id: view.version.forecast_id,
            published_at: view.published_at,
            earliest_day: view.earliest_day,
            short_term_days: SHORT_TERM_DAYS,
            currency: CURRENCY.to_owned(),
        },
        periods: view.periods.into_iter().map(|period| calendar_period(period, on)).collect(),
        prices: prices(&view.prices, target, on),
    }
}

fn calendar_period(view: CalendarPeriodView, on: Option<NaiveDate>) -> CalendarPeriod {
    use domain::advice::AdviceState;
    use domain::key::{percentage, total};
    let open: Vec<_> = view.advice.iter().filter(|advice| advice.state == AdviceState::Advised).collect();
    let advised: Vec<_> = open.iter().map(|advice| advice.percent).collect();
    let period = view.period;
    CalendarPeriod {
        from: period.span.from,
        to: period.span.to,
        risk_appetite: period.risk,
        percent_to_fix: period.to_fix.decimal(),
        window_from: period.window.from,
        window_to: period.window.to,
        advised_percent: percentage(total(&advised)),
        unplaced_percent: view.unplaced.decimal(),
        unplaced_reason: view.unplaced_reason,
        prices: prices(&view.prices, period.target, on),
        advice: view.advice.iter().map(advice).collect(),
    }
}

fn advice(view: &AdviceView) -> FixingAdvice {
    FixingAdvice {
        id: view.id,
        period_from: view.period.from,
        advised_on: view.on,
        percent: view.percent.decimal(),
        fixed_percent: view.fixed.decimal(),
        forecast_price_per_mwh: price(view.price),
        state: view.state,
        reason: view.reason,
        version: view.version,
        closed_version: view.closed_version,
    }
}

pub(super) fn prices(prices: &Prices, target: Option<Price>, on: Option<NaiveDate>) -> PriceSummary {
    PriceSummary {
        fixed_percent: prices.fixed.decimal(),
        average_price_per_mwh: price(prices.average),
        target_price_per_mwh: price(target),
        forward_price_per_mwh: price(prices.forward),
        forward_on: on.filter(|_| prices.forward.is_some()),
        expected_price_per_mwh: price(prices.expected),
    }
}

fn price(price: Option<Price>) -> Option<String> {
    price.map(|price| price.to_string())
}

pub(super) fn version(view: CalendarVersionView) -> CalendarVersion {
    CalendarVersion {
        id: view.id,
        version: view.number,
        created_at: view.created_at,
        reasons: view.reasons,
        created_by: view.created_by,
        forecast_id: view.forecast_id,
        advice_count: view.advice_count,
        change_count: view.change_count,
    }
}

pub(super) fn difference(view: CalendarDifferenceView) -> CalendarDifference {
    let change = |change: Change| AdviceChange {
        kind: change.kind(),
        period_from: change.period,
        advised_on: change.on,
        before_percent: change.before.map(|percent| percent.decimal()),
        after_percent: change.after.map(|percent| percent.decimal()),
    };
    CalendarDifference {
        version: view.number,
        with: view.with,
        changes: view.changes.into_iter().map(change).collect(),
    }
}

pub(super) fn fixing(view: FixingView) -> Fixing {
    Fixing {
        id: view.id,
        optimisation_id: view.optimisation_id,
        period_from: view.period,
        fixed_on: view.on,
        percent: view.percent.decimal(),
        price_per_mwh: view.price.to_string(),
        currency: CURRENCY.to_owned(),
        advice_id: view.advice_id,
        state: view.state,
        cancel_reason: view.cancel_reason,
        cancelled_at: view.cancelled_at,
        cancelled_by: view.cancelled_by,
        created_at: view.created_at,
        created_by: view.created_by,
    }
}

pub(super) fn settings(view: RecipientsView, may_edit: bool) -> NotificationSettings {
    let recipient = |view: RecipientView| NotificationRecipient {
        kind: view.recipient.who.kind(),
        email: view.email,
        name: view.name,
        locale: view.locale,
        events: view.recipient.events,
        in_app: view.recipient.in_app,
        mail: view.recipient.mail,
        reachable: view.reachable,
    };
    NotificationSettings { recipients: view.recipients.into_iter().map(recipient).collect(), may_edit }
}

pub(super) fn notification(view: NotificationView) -> Notification {
    Notification {
        id: view.id,
        event: view.event,
        customer_id: view.customer_id,
        company: view.company,
        optimisation_id: view.optimisation_id,
        contract_name: view.contract_name,
        market: view.market,
        date: view.day,
        period_from: view.period,
        percent: view.percent.map(|percent| percent.decimal()),
        calendar_version: view.calendar_version,
        days_left: view.days_left,
        created_at: view.created_at,
        read_at: view.read_at,
    }
}

pub(super) fn entry(view: CalendarEntryView) -> CalendarEntry {
    CalendarEntry {
        advice_id: view.advice_id,
        advised_on: view.on,
        percent: view.percent.decimal(),
        state: view.state,
        period_from: view.period.from,
        period_to: view.period.to,
        optimisation_id: view.optimisation_id,
        contract_name: view.contract_name,
        customer_id: view.customer_id,
        company: view.company,
        market_id: view.market_id,
        market: view.market,
    }
}
