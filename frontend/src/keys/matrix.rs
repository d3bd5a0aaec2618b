//! A key to read: consumers by iterations, the same matrix the grid edits.

use super::{percent, words};
use crate::i18n::{t, tr};
use api_types::{KeyInput, KeyIteration};
use domain::key::{Method, Percent, RuleName};
use domain::quantity::Decimal;
use leptos::prelude::*;

/// A key as lines of cells, which two keys can be compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Heads of the columns after the consumers.
    pub heads: Vec<String>,
    /// The line of shares; empty where there are none.
    pub shares: Vec<String>,
    /// Consumers with their cells.
    pub lines: Vec<(String, Vec<String>)>,
}

impl Matrix {
    /// The matrix of a key.
    pub fn of(key: &KeyInput) -> Self {
        let names = key.consumers.iter().map(|consumer| consumer.name.clone());
        if key.method == Method::Priority {
            let lines = names.map(|name| {
                let rank = rank_of(key, &name);
                (name, vec![rank])
            });
            return Self { heads: vec![t("keys.field.rank")], shares: Vec::new(), lines: lines.collect() };
        }
        let count = key.consumers.len();
        let heads = key.iterations.iter().enumerate().map(|(k, iteration)| head(k, iteration)).collect();
        let cascade = key.method == Method::Cascade;
        let shares = key.iterations.iter().filter(|_| cascade).map(|it| number(it.share_percent)).collect();
        let cells = |i: usize| key.iterations.iter().map(|iteration| cell(iteration, i, count)).collect();
        Self { heads, shares, lines: names.enumerate().map(|(i, name)| (name, cells(i))).collect() }
    }
}

fn rank_of(key: &KeyInput, name: &str) -> String {
    let ranks = key.ranks.as_deref().unwrap_or_default();
    let rank = ranks.iter().position(|members| members.iter().any(|member| member == name));
    rank.map(|rank| (rank + 1).to_string()).unwrap_or_default()
}

fn head(k: usize, iteration: &KeyIteration) -> String {
    let name = tr("keys.iteration.number", &[("number", &(k + 1).to_string())]);
    let rounds = if iteration.refill { format!(", {}", t("keys.refill_short")) } else { String::new() };
    format!("{name} · {}{rounds}", words::rule(iteration.rule))
}

fn cell(iteration: &KeyIteration, i: usize, count: usize) -> String {
    let weight = iteration.weights_percent.as_ref().and_then(|weights| weights.get(i).copied().flatten());
    match (iteration.rule, weight) {
        (RuleName::Equal, _) => tr("keys.cell.equal", &[("count", &count.to_string())]),
        (_, Some(weight)) => number(weight),
        (_, None) => t("keys.cell.prorata"),
    }
}

fn number(percentage: Decimal) -> String {
    let text = Percent::try_from(percentage).map(percent::text).unwrap_or_default();
    format!("{text}\u{202f}%")
}

/// The matrix, named by `label`; cells that `differs` from another key are marked.
pub fn view(matrix: &Matrix, label: String, differs: impl Fn(&str, usize) -> bool) -> AnyView {
    let heads = matrix.heads.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }).collect_view();
    let cells = |name: &str, cells: &[String]| {
        let cell = |(k, text): (usize, &String)| {
            let mark = differs(name, k);
            view! { <td data-differs=mark.then_some("")>{text.clone()}</td> }
        };
        cells.iter().enumerate().map(cell).collect_view()
    };
    let shares = (!matrix.shares.is_empty()).then(|| {
        view! { <tr class="share-line"><th scope="row">{t("keys.field.share")}</th>{cells(SHARES, &matrix.shares)}</tr> }
    });
    let lines = matrix.lines.iter().map(|(name, texts)| {
        view! { <tr><th scope="row">{name.clone()}</th>{cells(name, texts)}</tr> }
    });
    view! {
        <div class="matrix-wrap" tabindex="0" role="region" aria-label=label>
            <table class="matrix">
                <thead><tr><th scope="col">{t("keys.field.consumers")}</th>{heads}</tr></thead>
                <tbody>{shares}{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The name of the line of shares when cells are compared; no consumer is called so, because names are trimmed.
pub const SHARES: &str = " ";
