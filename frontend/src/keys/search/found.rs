//! What a search found, from the weights that share most to the months that test them.

use super::work::Found;
use super::{rounds, take, tradeoff, validation};
use crate::format;
use crate::i18n::{t, tr};
use crate::keys::preview::scene::gap_to_bound;
use crate::keys::{percent, words};
use api_types::AllocationKey;
use domain::allocation::search::Proposal;
use leptos::prelude::*;
use std::sync::Arc;

/// All of it.
pub fn view(key: &Arc<AllocationKey>, found: &Arc<Found>) -> AnyView {
    let fair = tradeoff::view(key, found);
    let rounds = (found.findings.rounds.proposals.len() > 1).then(|| rounds::view(key, &found.findings.rounds));
    let folds = (!found.findings.folds.is_empty()).then(|| validation::view(found));
    view! { {fair}{rounds}{folds} }.into_any()
}

/// One proposal: what it shares, its weights, its proof, and the ways to save it.
pub fn proposal(key: &AllocationKey, proposal: &Proposal) -> AnyView {
    let weights = proposal.weights().iter().zip(&key.consumers).map(|(weight, consumer)| {
        let text = format!("{}\u{202f}%", percent::text(*weight));
        view! { <li><span>{consumer.name.clone()}</span><span class="tabular">{text}</span></li> }
    });
    let figures = &proposal.figures;
    let shared = tr(
        "keys.search.shared",
        &[
            ("shared", &format::energy(figures.shared_wh)),
            ("self_consumption", &words::ratio(figures.self_consumption())),
            ("gap", &format::energy(gap_to_bound(figures))),
        ],
    );
    let certificate = proposal.certificate;
    let proof = tr(
        "keys.search.proof",
        &[
            ("gap", &scientific(certificate.gap())),
            ("weights", &format::fixed(certificate.cost_of_rounding_weights(), 0)),
            ("wh", &format::fixed(proposal.cost_of_rounding_wh(), 0)),
        ],
    );
    view! {
        <p>{shared}</p>
        <ol class="lines proposal-weights" aria-label=t("keys.search.weights")>{weights.collect_view()}</ol>
        <p class="field-hint">{proof}</p>
        {take::buttons(key, proposal)}
    }
    .into_any()
}

/// A very small ratio, such as `3e-12`.
fn scientific(ratio: f64) -> String {
    if ratio.abs() < 1e-15 { "0".to_owned() } else { format!("{ratio:.0e}") }
}

#[cfg(test)]
mod tests {
    use super::scientific;

    #[test]
    fn a_gap_of_nothing_is_nothing() {
        assert_eq!((scientific(0.0), scientific(3.2e-12)), ("0".to_owned(), "3e-12".to_owned()));
    }
}
