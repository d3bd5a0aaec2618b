//! The parameters of an optimisation, and what is different in its periods; changed by the editor alone.

use super::detail::Subject;
use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::markets;
use crate::routing::Route;
use crate::ui::{Badge, Fact, Facts, Icon, LinkButton, Notice, Tone};
use api_types::{ConsumptionPeriod, Optimisation};
use chrono::Days;
use leptos::prelude::*;

/// The tab.
pub fn view(subject: StoredValue<Subject>) -> AnyView {
    let of = subject.with_value(|subject| subject.optimisation.clone());
    let way = if of.may_edit {
        let href = Route::OptimisationEdit(of.id).path();
        view! { <p><LinkButton href=href label=t("optimisations.edit.action") icon=Icon::Edit /></p> }.into_any()
    } else {
        view! { <Notice title=t("optimisations.not_editor.title")><p>{t("optimisations.not_editor")}</p></Notice> }
            .into_any()
    };
    let rows = of.periods.iter().map(|period| row(period, &of.market.currency)).collect_view();
    let heads = ["period", "risk", "percent", "window", "target", "volume"];
    let heads = heads.map(|name| view! { <th scope="col">{t(&format!("optimisations.table.{name}"))}</th> });
    view! {
        {way}
        <section class="card part"><Facts items=facts(&of) /></section>
        <section class="part">
            <h2>{t("optimisations.section.own")}</h2>
            <div class="matrix-wrap" tabindex="0" role="region" aria-label=t("optimisations.section.own")>
                <table class="matrix">
                    <thead><tr>{heads.into_iter().collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn facts(of: &Optimisation) -> Vec<Fact> {
    let baseline = format!("{} · {}", markets::source(of.baseline.origin), markets::scenario(of.baseline.scenario));
    let target = of.target_price_per_mwh.as_ref().map(|price| format::price(price, &of.market.currency));
    let fact = |key: &str, value: String| Fact::new(t(&format!("optimisations.field.{key}")), value);
    vec![
        fact("market", markets::name(&of.market.code, &of.market.name)),
        fact("indexes", of.tariff_indexes.join(", ")),
        fact("points_of_delivery", format::or_none(Some(&of.points_of_delivery))),
        fact("delivery", markets::period_name(of.delivery_from, of.delivery_to)),
        fact("minimum_period", words::minimum_period(of.minimum_period)),
        fact("minimum_percent", format::exact_percent(of.minimum_fixing_percent)),
        fact("risk", words::risk(of.risk_appetite)),
        fact("percent", format::exact_percent(of.percent_to_fix)),
        fact("baseline", baseline),
        fact("target", format::or_none(target.as_deref())),
    ]
}

fn row(period: &ConsumptionPeriod, currency: &str) -> AnyView {
    let last = period.window_to.checked_sub_days(Days::new(1)).unwrap_or(period.window_to);
    let window = tr("ui.from_to", &[("from", &format::date(period.window_from)), ("to", &format::date(last))]);
    let target = period.target_price_per_mwh.as_ref().map(|price| format::price(price, currency));
    let volume: Option<i64> = period.volumes_wh.as_ref().map(|volumes| volumes.iter().sum());
    let volume = volume.map(|wh| format::quantity(super::form::megawatt_hours(wh), "MWh"));
    let own = period.own.is_some().then(|| view! { <Badge label=t("optimisations.own.differs") tone=Tone::Ahead /> });
    view! {
        <tr>
            <th scope="row">{markets::period_name(period.from, period.to)}" "{own}</th>
            <td>{words::risk(period.risk_appetite)}</td>
            <td>{format::exact_percent(period.percent_to_fix)}</td>
            <td>{window}</td>
            <td>{target.unwrap_or_default()}</td>
            <td>{volume.unwrap_or_default()}</td>
        </tr>
    }
    .into_any()
}
