//! What the advice is and what it is not: calculated from a forecast, with its assumptions.

use crate::format;
use crate::i18n::{t, tr};
use crate::markets;
use crate::ui::{Notice, NoticeKind};
use api_types::{AdviceCalendar, OptimisationMarket};
use leptos::prelude::*;

/// The statement over a calendar.
pub fn view(calendar: &AdviceCalendar, market: &OptimisationMarket) -> AnyView {
    let basis = &calendar.basis;
    let (source, scenario) = (markets::source(basis.baseline.origin), markets::scenario(basis.baseline.scenario));
    let short_term = basis.short_term_days.to_string();
    let from = match basis.published_at {
        Some(at) => {
            let date = format::date(domain::time::brussels_date(at));
            tr("optimisations.statement.from", &[("source", &source), ("scenario", &scenario), ("date", &date)])
        }
        None => tr("optimisations.statement.no_forecast", &[("source", &source)]),
    };
    let covered =
        if market.covers_short_term { "optimisations.statement.covered" } else { "optimisations.statement.uncovered" };
    let assumptions = [
        from,
        t("optimisations.statement.line"),
        t("optimisations.statement.days"),
        tr("optimisations.statement.short_term", &[("days", &short_term)]),
        t(covered),
        tr("optimisations.statement.since", &[("date", &format::date(basis.earliest_day))]),
    ];
    let lines = assumptions.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <Notice kind=NoticeKind::Info title=t("optimisations.statement.title")>
            <p>{t("optimisations.statement.text")}</p>
            <details class="explain">
                <summary>{t("optimisations.statement.assumptions")}</summary>
                <ul>{lines}</ul>
            </details>
        </Notice>
    }
    .into_any()
}
