//! What further rounds would add, each with its own best weights.

use super::take;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::keys::words;
use crate::ui::{Badge, Tone};
use api_types::AllocationKey;
use domain::allocation::search::Rounds;
use leptos::prelude::*;

/// The rounds, with the fewest that are enough marked.
pub fn view(key: &AllocationKey, rounds: &Rounds) -> AnyView {
    let lines = rounds.proposals.iter().enumerate().map(|(i, proposal)| {
        let count = tn("keys.search.rounds", i as u64 + 1);
        let enough =
            (i + 1 == rounds.enough).then(|| view! { <Badge label=t("keys.search.enough") tone=Tone::Good /> });
        let label = tr("keys.search.use_rounds", &[("rounds", &count)]);
        view! {
            <tr role="row">
                <td role="cell" data-label=t("keys.search.rounds_head")>{count}{" "}{enough}</td>
                <td role="cell" data-label=t("keys.figure.shared")>{format::energy(proposal.figures.shared_wh)}</td>
                <td role="cell" data-label=t("keys.figure.bound")>{words::ratio(proposal.figures.share_of_bound())}</td>
                <td role="cell">{take::use_button(key, proposal, label)}</td>
            </tr>
        }
    });
    view! {
        <h3>{t("keys.search.more")}</h3>
        <p class="field-hint">{t("keys.search.more_hint")}</p>
        <div class="table-wrap" tabindex="0" role="region" aria-label=t("keys.search.more")>
            <table class="table" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t("keys.search.rounds_head")}</th>
                        <th scope="col" role="columnheader">{t("keys.figure.shared")}</th>
                        <th scope="col" role="columnheader">{t("keys.figure.bound")}</th>
                        <th scope="col" role="columnheader">
                            <span class="visually-hidden">{t("keys.search.use")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
