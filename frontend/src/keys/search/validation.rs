//! Whether the weights hold: each month with the weights that all other months give.

use super::work::Found;
use crate::format;
use crate::i18n::{t, tr};
use crate::keys::words;
use crate::ui::chart::{Bar, Bars, ChartFrame, Paint, Table};
use domain::allocation::ratio;
use domain::allocation::search::Fold;
use leptos::prelude::*;
use std::sync::Arc;

/// What became of each month, and of all of them.
pub fn view(found: &Arc<Found>) -> AnyView {
    let folds = &found.findings.folds;
    let sum = |of: fn(&Fold) -> u64| folds.iter().map(of).sum();
    let held = ratio(sum(|fold| fold.shared_wh), sum(|fold| fold.hindsight_wh));
    let bars: Vec<Bar> = found.months.iter().zip(folds).map(bar).collect();
    let of_table = found.clone();
    let table = move |()| {
        let head = ["keys.table.month", "keys.table.shared", "keys.search.hindsight", "keys.search.held"];
        let row = |(month, fold): (&String, &Fold)| {
            vec![
                month.clone(),
                format::energy(fold.shared_wh),
                format::energy(fold.hindsight_wh),
                words::ratio(fold.of_hindsight()),
            ]
        };
        Table {
            head: head.map(t).to_vec(),
            rows: of_table.months.iter().zip(&of_table.findings.folds).map(row).collect(),
        }
    };
    view! {
        <h3>{t("keys.search.validation")}</h3>
        <p>{tr("keys.search.validation_text", &[("part", &words::ratio(held))])}</p>
        <ChartFrame
            title=t("keys.search.held")
            hint=t("keys.search.held_hint")
            table=table
            file="validation"
        >
            <Bars bars=Signal::stored(bars) />
        </ChartFrame>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "the length of a bar")]
fn bar((month, fold): (&String, &Fold)) -> Bar {
    Bar {
        name: month.clone(),
        whole: fold.hindsight_wh as f64,
        part: fold.shared_wh.min(fold.hindsight_wh) as f64,
        words: format!("{} · {}", format::energy(fold.shared_wh), words::ratio(fold.of_hindsight())),
        paint: Paint::Series(0),
    }
}
