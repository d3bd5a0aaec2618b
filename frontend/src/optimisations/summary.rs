//! How far an optimisation is: how much is fixed, at what price, against what was hoped for and what the market says.

use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::markets::period_name;
use api_types::{AdviceCalendar, FixingAdvice, PriceSummary};
use domain::advice::AdviceState;
use domain::market::Price;
use leptos::prelude::*;
use std::cmp::Ordering;

/// The figures of the whole delivery, and what is to be done next.
pub fn view(calendar: &AdviceCalendar) -> AnyView {
    let currency = calendar.basis.currency.as_str();
    view! {
        <section class="card overview">
            <h2 class="visually-hidden">{t("optimisations.summary")}</h2>
            {figures(&calendar.prices, currency)}
            {next(calendar)}
        </section>
    }
    .into_any()
}

/// The figures of one period in a line: what differs from period to period.
pub fn line(prices: &PriceSummary, currency: &str) -> AnyView {
    let amount = |price: &String| format::mean_price(price, currency);
    let average = prices.average_price_per_mwh.as_ref();
    let against = average.zip(prices.target_price_per_mwh.as_ref());
    let against = against.map(|(average, target)| format!(" ({})", difference_to_target(average, target, currency)));
    let facts = [
        Some(("fixed", format::share(prices.fixed_percent))),
        average.map(|price| ("average", amount(price) + &against.unwrap_or_default())),
        prices.forward_price_per_mwh.as_ref().map(|price| ("forward", amount(price))),
        average.and(prices.expected_price_per_mwh.as_ref()).map(|price| ("expected", amount(price))),
    ];
    let facts = facts.into_iter().flatten().map(|(key, value)| {
        view! { <div><dt>{t(&format!("optimisations.figure.{key}"))}</dt><dd>{value}</dd></div> }
    });
    view! { <dl class="figure-line">{facts.collect_view()}</dl> }.into_any()
}

/// How the average paid lies to the target, in words.
fn difference_to_target(average: &str, target: &str, currency: &str) -> String {
    tr("optimisations.against_target", &[("difference", &difference(average, target, currency))])
}

/// The figures of a price summary.
pub fn figures(prices: &PriceSummary, currency: &str) -> AnyView {
    let amount = |price: Option<&String>| price.map(|price| format::mean_price(price, currency));
    let average = prices.average_price_per_mwh.as_deref();
    let against = |other: Option<&String>| Some(difference(average?, other?, currency));
    let forward_hint =
        prices.forward_on.map(|day| tr("optimisations.figure.forward_on", &[("date", &format::date(day))]));
    let none = || t("optimisations.figure.none");
    let [fixed, paid, target, forward, expected] = [
        ("fixed", Some(format::share(prices.fixed_percent)), None),
        ("average", amount(prices.average_price_per_mwh.as_ref()), None),
        ("target", amount(prices.target_price_per_mwh.as_ref()), against(prices.target_price_per_mwh.as_ref())),
        (
            "forward",
            amount(prices.forward_price_per_mwh.as_ref()),
            against(prices.forward_price_per_mwh.as_ref()).or(forward_hint),
        ),
        ("expected", amount(prices.expected_price_per_mwh.as_ref()), None),
    ]
    .map(|(key, value, hint)| {
        let hint = hint.unwrap_or_else(|| t(&format!("optimisations.figure_hint.{key}")));
        view! {
            <div class="figure">
                <dt>{t(&format!("optimisations.figure.{key}"))}</dt>
                <dd>{value.unwrap_or_else(none)}</dd>
                <dd class="figure-hint">{hint}</dd>
            </div>
        }
    });
    view! { <dl class="figures">{fixed}{paid}{target}{forward}{expected}</dl> }.into_any()
}

/// How the average paid lies to another price, in words.
fn difference(average: &str, other: &str, currency: &str) -> String {
    let Some(thousandths) = gap(average, other) else { return String::new() };
    let amount = Price::from_thousandths(thousandths.abs()).unwrap_or_default().to_string();
    let key = match thousandths.cmp(&0) {
        Ordering::Less => "optimisations.difference.below",
        Ordering::Equal => "optimisations.difference.equal",
        Ordering::Greater => "optimisations.difference.above",
    };
    tr(key, &[("amount", &format::mean_price(&amount, currency))])
}

/// By how many thousandths a price lies above another.
fn gap(price: &str, other: &str) -> Option<i64> {
    Some(Price::parse(price).ok()?.thousandths() - Price::parse(other).ok()?.thousandths())
}

/// The advice that comes next, of all periods.
pub fn next_advice(calendar: &AdviceCalendar) -> Option<&FixingAdvice> {
    let advice = calendar.periods.iter().flat_map(|period| &period.advice);
    advice.filter(|advice| advice.state == AdviceState::Advised).min_by_key(|advice| advice.advised_on)
}

fn next(calendar: &AdviceCalendar) -> AnyView {
    let Some(advice) = next_advice(calendar) else {
        return view! { <p class="next-step">{t("optimisations.next.none")}</p> }.into_any();
    };
    let period = calendar.periods.iter().find(|period| period.from == advice.period_from);
    let period = period.map(|period| period_name(period.from, period.to)).unwrap_or_default();
    let (date, percent) = (format::day(advice.advised_on), format::exact_percent(advice.percent));
    let text = tr("optimisations.next", &[("date", &date), ("percent", &percent), ("period", &period)]);
    view! { <p class="next-step">{words::marked(words::advice_mark(advice.state), text)}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::gap;

    #[test]
    fn prices_are_compared_exactly() {
        assert_eq!(gap("82.50", "84.25"), Some(-1750));
        assert_eq!(gap("84.3", "84.25"), Some(50));
        assert_eq!(gap("84.25", "84.250"), Some(0));
        assert_eq!(gap("84.25", "dear"), None);
    }
}
