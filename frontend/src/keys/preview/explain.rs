//! One quarter-hour in words: what every iteration offered to whom, what was taken, what passed on.

use super::Trial;
use super::scene::DayCourse;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::keys::{percent, words};
use crate::ui::Debounce;
use domain::allocation::{ExplainedPass, Explanation, FineWh, Offer};
use domain::key::{Key, Method};
use leptos::prelude::*;

/// How long the cursor must rest before a quarter-hour is explained, in milliseconds.
const PAUSE: u64 = 80;

/// Longer lists end after so many consumers.
const LINES_MAX: usize = 50;

/// The explanation of the quarter-hour under the cursor.
pub fn view(trial: Trial, course: Memo<DayCourse>, cursor: RwSignal<usize>) -> AnyView {
    let resting = RwSignal::new(cursor.get_untracked());
    let debounce = Debounce::new(PAUSE);
    Effect::new(move |_| {
        let at = cursor.get();
        debounce.run(move || {
            resting.try_set(at);
        });
    });
    let explained = Memo::new(move |_| {
        let (scene, mapping) = (trial.readings.scene()?, trial.readings.mapping.get());
        let step = course.with(|course| (!course.steps.is_empty()).then(|| course.steps.start + resting.get()))?;
        let start = scene.year.starts.get(step).copied()?;
        let key = trial.key.get()?;
        let explanation = scene.explain(&key, &mapping, step).ok()?;
        Some((format::instant(start), key, explanation))
    });
    let content = move || {
        explained.with(|explained| explained.as_ref().map(|(when, key, explanation)| story(when, key, explanation)))
    };
    view! {
        <details class="explain">
            <summary>{t("keys.explain")}</summary>
            {content}
        </details>
    }
    .into_any()
}

fn story(when: &str, key: &Key, of: &Explanation) -> AnyView {
    let energy = |wh: u64| format::quarter_energy(wh);
    let begin = tr(
        "keys.explain.begin",
        &[("when", when), ("production", &energy(of.production_wh)), ("consumption", &energy(of.consumption_wh))],
    );
    if of.production_wh == 0 {
        return view! { <p>{begin}{" "}{t("keys.explain.nothing")}</p> }.into_any();
    }
    let passes = of.passes.iter().enumerate().map(|(k, pass)| pass_view(k, pass, key));
    let surplus = of.production_wh.saturating_sub(of.shared_wh);
    let residual = of.consumption_wh.saturating_sub(of.shared_wh);
    let end = tr(
        "keys.explain.end",
        &[("shared", &energy(of.shared_wh)), ("surplus", &energy(surplus)), ("residual", &energy(residual))],
    );
    view! {
        <p>{begin}</p>
        <ol class="passes">{passes.collect_view()}</ol>
        <p>{end}</p>
    }
    .into_any()
}

fn pass_view(k: usize, pass: &ExplainedPass, key: &Key) -> AnyView {
    let number = (k + 1).to_string();
    let iteration = key.iterations().get(k);
    let title = match (key.method(), iteration) {
        (Method::Cascade, Some(iteration)) => {
            let share = percent::text(iteration.share);
            let rule = words::rule(iteration.rule.name());
            tr("keys.explain.iteration", &[("number", &number), ("share", &share), ("rule", &rule)])
        }
        (Method::Priority, _) => tr("keys.explain.rank", &[("number", &number)]),
        (method, _) => words::method(method),
    };
    let flow = tr(
        "keys.explain.flow",
        &[("pool", &fine(pass.pool)), ("allocated", &fine(pass.allocated)), ("carry", &fine(pass.carry))],
    );
    let (full, hungry): (Vec<_>, Vec<_>) =
        pass.offers.iter().zip(key.consumers()).partition(|(offer, _)| offer.need == FineWh::default());
    let full = (!full.is_empty()).then(|| tn("keys.explain.full", full.len() as u64));
    let any = !hungry.is_empty();
    let lines = hungry.into_iter().take(LINES_MAX).map(|(offer, consumer)| line(&consumer.name, offer)).collect_view();
    let head = ["consumer", "need", "offered", "taken"].map(|name| t(&format!("keys.table.{name}")));
    let [consumer, need, offered, taken] = head;
    view! {
        <li>
            <p class="pass-title">{title}</p>
            <p>{flow}{" "}{full}</p>
            <table class="offers" hidden=!any>
                <thead>
                    <tr>
                        <th scope="col">{consumer}{" (kWh)"}</th>
                        <th scope="col">{need}</th>
                        <th scope="col">{offered}</th>
                        <th scope="col">{taken}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </li>
    }
    .into_any()
}

fn line(name: &str, offer: &Offer) -> AnyView {
    let Offer { need, offered, taken } = *offer;
    view! {
        <tr data-full=(need == taken).then_some("")>
            <th scope="row">{name.to_owned()}</th>
            <td>{kwh(need)}</td>
            <td>{kwh(offered)}</td>
            <td>{kwh(taken)}</td>
        </tr>
    }
    .into_any()
}

/// Wh with decimals, as kWh.
fn fine(wh: FineWh) -> String {
    format!("{}\u{202f}kWh", kwh(wh))
}

/// The same without its unit, for a column that names it.
fn kwh(wh: FineWh) -> String {
    let wh: f64 = wh.decimal().to_string().parse().unwrap_or_default();
    format::fixed(wh / 1000.0, 3)
}
