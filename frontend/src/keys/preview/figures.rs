//! The key figures of the whole period, by consumer, and by month.

use super::Trial;
use super::scene::gap_to_bound;
use crate::format;
use crate::i18n::{t, tr};
use crate::keys::words;
use crate::ui::chart::{Bar, Bars, ChartFrame, Paint, SERIES_MAX, Table};
use crate::ui::{Notice, NoticeKind};
use domain::allocation::{ConsumerFigures, Figures};
use domain::key::Key;
use leptos::prelude::*;

/// The figures, with what they mean, and how far the key is from what any key could share.
pub fn view(trial: Trial) -> AnyView {
    let total = total_of(trial);
    let figure = move |key: &'static str, read: fn(&Figures) -> String| {
        view! {
            <div class="figure">
                <dt>{t(&format!("keys.figure.{key}"))}</dt>
                <dd>{move || total.with(|total| total.as_ref().map(read))}</dd>
                <dd class="figure-hint">{t(&format!("keys.figure_hint.{key}"))}</dd>
            </div>
        }
    };
    let verdict = move || total.with(|total| total.as_ref().map(|total| verdict(total, trial)));
    view! {
        <div class="verdict">
        <dl class="figures">
            {figure("self_consumption", |total| words::ratio(total.self_consumption()))}
            {figure("self_sufficiency", |total| words::ratio(total.self_sufficiency()))}
            {figure("shared", |total| format::energy(total.shared_wh))}
            {figure("surplus", |total| format::energy(total.surplus_wh()))}
            {figure("residual", |total| format::energy(total.residual_wh()))}
            {figure("bound", |total| words::ratio(total.share_of_bound()))}
        </dl>
        {verdict}
        </div>
    }
    .into_any()
}

/// The figures of the whole period; none while the readings are refused.
pub fn total_of(trial: Trial) -> Memo<Option<Figures>> {
    Memo::new(move |_| {
        trial
            .outcome
            .with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|o| o.total.clone()))
    })
}

fn verdict(total: &Figures, trial: Trial) -> AnyView {
    let always = trial.key.with(|key| key.as_ref().is_some_and(Key::always_reaches_bound));
    if total.reaches_bound() {
        let text = if always { t("keys.bound.always") } else { t("keys.bound.reached") };
        return view! { <Notice kind=NoticeKind::Success><p>{text}</p></Notice> }.into_any();
    }
    let gap = format::energy(gap_to_bound(total));
    let part = words::ratio(total.share_of_bound().map(|part| 1.0 - part));
    view! {
        <Notice kind=NoticeKind::Info><p>{tr("keys.bound.gap", &[("gap", &gap), ("part", &part)])}</p></Notice>
    }
    .into_any()
}

/// The figures of two keys on the same readings, in one table.
pub fn side_by_side(trials: [Trial; 2], titles: [String; 2]) -> AnyView {
    let totals = trials.map(total_of);
    let line = move |key: &'static str, read: fn(&Figures) -> String| {
        let cells = totals.map(|total| {
            view! { <td>{move || total.with(|total| total.as_ref().map(read))}</td> }
        });
        view! { <tr><th scope="row">{t(&format!("keys.figure.{key}"))}</th>{cells.into_iter().collect_view()}</tr> }
    };
    let heads = titles.map(|title| view! { <th scope="col">{title}</th> }).into_iter().collect_view();
    view! {
        <section class="card">
            <h2>{t("keys.compare.figures")}</h2>
            {super::readings_of(trials)}
            <div class="matrix-wrap" tabindex="0" role="region" aria-label=t("keys.compare.figures")>
                <table class="matrix">
                    <thead><tr><td></td>{heads}</tr></thead>
                    <tbody>
                        {line("self_consumption", |total| words::ratio(total.self_consumption()))}
                        {line("self_sufficiency", |total| words::ratio(total.self_sufficiency()))}
                        {line("shared", |total| format::energy(total.shared_wh))}
                        {line("surplus", |total| format::energy(total.surplus_wh()))}
                        {line("residual", |total| format::energy(total.residual_wh()))}
                        {line("bound", |total| words::ratio(total.share_of_bound()))}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// A colour for each consumer; where there are more than colours, for those who consume most.
pub fn paints(consumption: &[u64]) -> Vec<Paint> {
    let count = consumption.len();
    if count <= SERIES_MAX {
        return (0..count).map(Paint::Series).collect();
    }
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_key(|&i| std::cmp::Reverse(consumption[i]));
    places.truncate(SERIES_MAX - 1);
    places.sort_unstable();
    (0..count).map(|i| places.iter().position(|&at| at == i).map_or(Paint::Others, Paint::Series)).collect()
}

/// The colours of the consumers of a trial.
pub fn paints_of(trial: Trial) -> Vec<Paint> {
    let consumption = trial.outcome.with(|outcome| {
        let consumers = outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|o| &o.total.consumers);
        consumers.into_iter().flatten().map(|consumer| consumer.consumption_wh).collect::<Vec<_>>()
    });
    paints(&consumption)
}

/// What each consumer is given of what it consumes.
pub fn consumers(trial: Trial) -> AnyView {
    let named = Memo::new(move |_| named(trial));
    let bars = Signal::derive(move || named.with(|named| bars(named)));
    let table = move |()| {
        let head = ["consumer", "consumption", "allocated", "coverage"];
        let row = |(name, of): &(String, ConsumerFigures)| {
            vec![
                name.clone(),
                format::energy(of.consumption_wh),
                format::energy(of.allocated_wh),
                words::ratio(of.coverage()),
            ]
        };
        Table {
            head: head.map(|name| t(&format!("keys.table.{name}"))).to_vec(),
            rows: named.with_untracked(|named| named.iter().map(row).collect()),
        }
    };
    view! {
        <ChartFrame title=t("keys.chart.consumers") hint=t("keys.chart.consumers_hint") table=table file="consumers">
            <Bars bars=bars />
        </ChartFrame>
    }
    .into_any()
}

fn named(trial: Trial) -> Vec<(String, ConsumerFigures)> {
    let figures = trial.outcome.with(|outcome| {
        outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|outcome| outcome.total.consumers.clone())
    });
    trial.names().into_iter().zip(figures.unwrap_or_default()).collect()
}

/// Longer lists end in one bar for all the others.
const BARS_MAX: usize = 20;

fn bars(named: &[(String, ConsumerFigures)]) -> Vec<Bar> {
    let count = named.len();
    let shown = if count > BARS_MAX { BARS_MAX - 1 } else { count };
    let consumption: Vec<u64> = named.iter().map(|(_, of)| of.consumption_wh).collect();
    let lines = named.iter().zip(paints(&consumption)).take(shown);
    let mut bars: Vec<Bar> = lines.map(|((name, of), paint)| bar(name.clone(), of, paint)).collect();
    if shown < count {
        let mut rest = ConsumerFigures::default();
        for (_, of) in &named[shown..] {
            rest.consumption_wh += of.consumption_wh;
            rest.allocated_wh += of.allocated_wh;
        }
        let name = tr("keys.chart.others", &[("count", &(count - shown).to_string())]);
        bars.push(bar(name, &rest, Paint::Others));
    }
    bars
}

#[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
fn bar(name: String, of: &ConsumerFigures, paint: Paint) -> Bar {
    let words = format!("{} · {}", format::energy(of.allocated_wh), words::ratio(of.coverage()));
    Bar { name, whole: of.consumption_wh as f64, part: of.allocated_wh as f64, words, paint }
}

/// The quarter-hours of a usual day.
const DAY: usize = 96;

/// What is shared of what is produced, month by month.
pub fn months(trial: Trial) -> AnyView {
    let months = Memo::new(move |_| {
        let scene = trial.readings.scene();
        let names: Vec<(String, bool)> = scene
            .map(|s| s.months.iter().map(|m| (format::month(m.year, m.month), m.steps.len() >= DAY)).collect())
            .unwrap_or_default();
        let figures = trial.outcome.with(|outcome| {
            outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|outcome| outcome.ranges.clone())
        });
        let months = names.into_iter().zip(figures.unwrap_or_default());
        months.map(|((name, is_seen), figures)| (name, figures, is_seen)).collect::<Vec<(String, Figures, bool)>>()
    });
    // An hour of a month, as at the end of a year of UTC, is told in the table alone.
    let bars = Signal::derive(move || {
        months.with(|months| {
            let seen = |month: &&(String, Figures, bool)| month.2 || months.len() == 1;
            months.iter().filter(seen).map(month_bar).collect::<Vec<_>>()
        })
    });
    let table = move |()| {
        let head = ["month", "production", "consumption", "shared", "self_consumption", "self_sufficiency"];
        let row = |(name, of, _): &(String, Figures, bool)| {
            vec![
                name.clone(),
                format::energy(of.production_wh),
                format::energy(of.consumption_wh),
                format::energy(of.shared_wh),
                words::ratio(of.self_consumption()),
                words::ratio(of.self_sufficiency()),
            ]
        };
        Table {
            head: head.map(|name| t(&format!("keys.table.{name}"))).to_vec(),
            rows: months.with_untracked(|months| months.iter().map(row).collect()),
        }
    };
    view! {
        <ChartFrame title=t("keys.chart.months") hint=t("keys.chart.months_hint") table=table file="months">
            <Bars bars=bars />
        </ChartFrame>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
fn month_bar((name, of, _): &(String, Figures, bool)) -> Bar {
    let words = format!("{} · {}", format::energy(of.shared_wh), words::ratio(of.self_consumption()));
    Bar {
        name: name.clone(),
        whole: of.production_wh as f64,
        part: of.shared_wh as f64,
        words,
        paint: Paint::Series(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_the_largest() {
        assert_eq!(paints(&[1, 2]), [Paint::Series(0), Paint::Series(1)]);
        let many = paints(&[5, 9, 8, 7, 1, 6, 4, 3, 2]);
        assert_eq!((many[0], many[4], many[7]), (Paint::Series(0), Paint::Others, Paint::Series(6)));
        assert_eq!(many.iter().filter(|paint| **paint == Paint::Others).count(), 2);
    }
}
