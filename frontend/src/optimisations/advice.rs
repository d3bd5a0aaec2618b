//! The calendar as a list, period by period: which day, how much, why, and what became of it.

use super::detail::Subject;
use super::register::Opening;
use super::summary;
use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::markets::period_name;
use crate::ui::{Badge, Button, Checkbox, Notice};
use api_types::{CalendarPeriod, FixingAdvice};
use chrono::Days;
use domain::advice::AdviceState;
use leptos::prelude::*;

/// The list.
pub fn view(subject: StoredValue<Subject>, opening: RwSignal<Option<Opening>>) -> AnyView {
    let whole = RwSignal::new(false);
    let periods = subject
        .with_value(|subject| subject.calendar.as_ref().map(|calendar| calendar.periods.clone()).unwrap_or_default());
    let replaced =
        periods.iter().any(|period| period.advice.iter().any(|advice| advice.state == AdviceState::Superseded));
    let currency = subject.with_value(|subject| {
        subject.calendar.as_ref().map(|calendar| calendar.basis.currency.clone()).unwrap_or_default()
    });
    let may_edit = subject.with_value(|subject| subject.optimisation.may_edit);
    let cards = periods.into_iter().map(|period| {
        let of = Listed { currency: currency.clone(), may_edit, opening, whole };
        of.card(period)
    });
    let history = replaced.then(|| {
        view! {
            <Checkbox
                id="show-replaced"
                label=t("optimisations.advice.show_replaced")
                checked=whole
                on_change=move |on| whole.set(on)
            />
        }
    });
    view! {
        {history}
        <div class="period-cards">{cards.collect_view()}</div>
    }
    .into_any()
}

/// What the cards of periods share.
#[derive(Clone)]
struct Listed {
    currency: String,
    may_edit: bool,
    opening: RwSignal<Option<Opening>>,
    /// Whether replaced advice is shown too.
    whole: RwSignal<bool>,
}

impl Listed {
    fn card(self, period: CalendarPeriod) -> AnyView {
        let last = period.window_to.checked_sub_days(Days::new(1)).unwrap_or(period.window_to);
        let window = tr(
            "optimisations.advice.window",
            &[("from", &format::date(period.window_from)), ("to", &format::date(last))],
        );
        let wanted = tr("optimisations.advice.wanted", &[("percent", &format::exact_percent(period.percent_to_fix))]);
        let left = period.unplaced_reason.map(|reason| {
            let percent = format::exact_percent(period.unplaced_percent);
            let text = tr(&format!("optimisations.unplaced.{reason}"), &[("percent", &percent)]);
            view! { <Notice><p>{text}</p></Notice> }
        });
        let title = period_name(period.from, period.to);
        let figures = summary::line(&period.prices, &self.currency);
        view! {
            <section class="card">
                <header class="card-head">
                    <h2>{title}</h2>
                    <p>
                        {wanted}" · "{window}" "
                        <Badge label=words::risk(period.risk_appetite) tone=words::risk_tone(period.risk_appetite) />
                    </p>
                </header>
                {figures}
                {left}
                {move || self.lines(&period)}
            </section>
        }
        .into_any()
    }

    fn lines(&self, period: &CalendarPeriod) -> AnyView {
        let whole = self.whole.get();
        let shown: Vec<FixingAdvice> =
            period.advice.iter().filter(|advice| whole || advice.state != AdviceState::Superseded).cloned().collect();
        if shown.is_empty() {
            return view! { <p class="muted">{t("optimisations.advice.none")}</p> }.into_any();
        }
        let lines = shown.into_iter().map(|advice| self.line(advice)).collect_view();
        view! { <ol class="lines advice-lines">{lines}</ol> }.into_any()
    }

    fn line(&self, advice: FixingAdvice) -> AnyView {
        let opening = self.opening;
        let state = words::marked(words::advice_mark(advice.state), words::advice_state(advice.state));
        let expected = advice
            .forecast_price_per_mwh
            .as_ref()
            .map(|price| tr("optimisations.advice.expected", &[("price", &format::price(price, &self.currency))]));
        let part = (advice.state == AdviceState::PartiallyDone)
            .then(|| tr("optimisations.advice.fixed", &[("percent", &format::exact_percent(advice.fixed_percent))]));
        let why = [Some(t(&format!("optimisations.why_day.{}", advice.reason))), expected, part];
        let why = why.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let answerable = matches!(advice.state, AdviceState::Advised | AdviceState::PartiallyDone);
        // A fixing can be registered from the advised day on.
        let due = advice.advised_on <= format::today();
        let action = (self.may_edit && answerable).then(|| {
            let label = t(if due { "optimisations.register.action" } else { "optimisations.register.earlier" });
            let advice = advice.clone();
            view! {
                <Button label=label on_press=move |()| opening.set(Some(Opening { advice: Some(advice.clone()) })) />
            }
        });
        view! {
            <li data-due=(due && advice.state == AdviceState::Advised).then_some("")>
                <span class="advice-day">
                    <strong>{format::date(advice.advised_on)}</strong>
                    <span class="tabular">{format::exact_percent(advice.percent)}</span>
                </span>
                <span>{state}<span class="line muted">{why}</span></span>
                {action}
            </li>
        }
        .into_any()
    }
}
