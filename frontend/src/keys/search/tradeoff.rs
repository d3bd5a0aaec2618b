//! From the key whose least covered consumer is covered best to the one that shares most: a curve, of which one point is
//! chosen and can be saved.

use super::found;
use super::work::Found;
use crate::i18n::t;
use crate::keys::words;
use crate::ui::chart::{ChartFrame, PickAxis, PickCurve, Reading, Table};
use api_types::AllocationKey;
use domain::allocation::search::Proposal;
use leptos::prelude::*;
use std::sync::Arc;

/// The curve, and the proposal that is chosen on it; at first the one that shares most.
pub fn view(key: &Arc<AllocationKey>, found: &Arc<Found>) -> AnyView {
    let points = Points(found.clone());
    let count = points.count();
    let Some(last) = count.checked_sub(1) else { return ().into_any() };
    let chosen = RwSignal::new(last);
    let curve =
        if count > 1 { curve(&points, chosen) } else { view! { <p>{t("keys.search.fair.same")}</p> }.into_any() };
    let key = key.clone();
    let shown = move || points.get(chosen.get()).map(|point| found::proposal(&key, point));
    view! {
        <h3>{t("keys.search.fair")}</h3>
        <p class="field-hint">{t("keys.search.fair_hint")}</p>
        {curve}
        <div class="proposal-chosen" aria-live="polite">{shown}</div>
    }
    .into_any()
}

/// The points from left to right: the search has them the other way round.
#[derive(Clone)]
struct Points(Arc<Found>);

impl Points {
    fn count(&self) -> usize {
        self.0.findings.tradeoff.len()
    }

    fn get(&self, i: usize) -> Option<&Proposal> {
        self.0.findings.tradeoff.iter().rev().nth(i)
    }

    fn values(&self, read: impl Fn(&Proposal) -> Option<f64>) -> Vec<f64> {
        self.0.findings.tradeoff.iter().rev().map(|point| read(point).unwrap_or(0.0) * 100.0).collect()
    }

    /// A point in words.
    fn words(&self, i: usize) -> Option<Vec<(&'static str, String)>> {
        let figures = &self.get(i)?.figures;
        let fairness = figures.fairness();
        Some(vec![
            ("keys.figure.self_consumption", words::ratio(figures.self_consumption())),
            ("keys.search.least", words::ratio(fairness.map(|fairness| fairness.min_coverage))),
            ("keys.search.most", words::ratio(fairness.map(|fairness| fairness.max_coverage))),
            ("keys.search.jain", words::ratio(fairness.and_then(|fairness| fairness.jain))),
        ])
    }

    fn place(&self, i: usize) -> String {
        match i {
            0 => t("keys.search.fairest"),
            i if i + 1 == self.count() => t("keys.search.sharing_most"),
            _ => t("keys.search.between"),
        }
    }
}

fn curve(points: &Points, chosen: RwSignal<usize>) -> AnyView {
    let axis = |name, values| PickAxis { name: t(name), unit: "%", values };
    let along = axis("keys.figure.self_consumption", points.values(|point| point.figures.self_consumption()));
    let least = points.values(|point| point.figures.fairness().map(|fairness| fairness.min_coverage));
    let up = axis("keys.search.least", least);
    let of_reading = points.clone();
    let reading = Signal::derive(move || {
        let at = chosen.get();
        let values = of_reading.words(at).unwrap_or_default();
        Reading {
            place: of_reading.place(at),
            values: values.into_iter().map(|(name, value)| (t(name), value)).collect(),
        }
    });
    let of_table = points.clone();
    let table = move |()| {
        let rows = (0..of_table.count()).filter_map(|i| Some((i, of_table.words(i)?)));
        let names = of_table.words(0).unwrap_or_default().into_iter().map(|(name, _)| t(name));
        Table {
            head: std::iter::once(t("keys.search.point")).chain(names).collect(),
            rows: rows
                .map(|(i, words)| {
                    std::iter::once((i + 1).to_string()).chain(words.into_iter().map(|(_, value)| value)).collect()
                })
                .collect(),
        }
    };
    view! {
        <ChartFrame title=t("keys.search.curve") hint=t("keys.search.curve_hint") table=table file="fairness">
            <PickCurve label=t("keys.search.curve") along=along up=up chosen=chosen reading=reading />
        </ChartFrame>
    }
    .into_any()
}
