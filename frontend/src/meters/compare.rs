//! Two configurations side by side. What differs has a sign and a word, not only a colour.

use super::words;
use crate::i18n::t;
use api_types::Configuration;
use domain::meter::ConfigurationField;
use leptos::prelude::*;

/// The fields that differ, and nothing else: what was and what will be.
pub fn table(old: &Configuration, new: &Configuration, fields: &[ConfigurationField], heads: [String; 2]) -> AnyView {
    rows("change", old, new, fields, &[], heads)
}

/// Every field, those that differ marked.
pub fn whole(
    one: &Configuration,
    other: &Configuration,
    differing: &[ConfigurationField],
    heads: [String; 2],
) -> AnyView {
    rows("comparison", one, other, ConfigurationField::ALL, differing, heads)
}

fn rows(
    kind: &'static str,
    one: &Configuration,
    other: &Configuration,
    fields: &[ConfigurationField],
    marked: &[ConfigurationField],
    heads: [String; 2],
) -> AnyView {
    let labels = heads.clone();
    let row = |&field: &ConfigurationField| {
        let differs = marked.contains(&field);
        let sign = differs.then(|| {
            view! {
                <span class="diff-sign" aria-hidden="true">"≠"</span>
                <span class="visually-hidden">{t("meters.compare.differs")}</span>
            }
        });
        let [left, right] = labels.clone();
        view! {
            <tr role="row" data-differs=differs.then_some("")>
                <th scope="row" role="rowheader">{words::field(field)}" "{sign}</th>
                <td role="cell" data-label=left>{words::value(field, one)}</td>
                <td role="cell" data-label=right>{words::value(field, other)}</td>
            </tr>
        }
    };
    let body = fields.iter().map(row).collect_view();
    let [left, right] = heads;
    view! {
        <table class="diff" data-kind=kind role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{t("meters.compare.field")}</th>
                    <th scope="col" role="columnheader">{left}</th>
                    <th scope="col" role="columnheader">{right}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
    .into_any()
}
