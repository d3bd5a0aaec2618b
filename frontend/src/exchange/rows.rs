//! The rows of an import: what each comes to, what is wrong with it in which cell, and what changes from which value
//! to which.

use super::words;
use crate::audit;
use crate::errors;
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::{Badge, EmptyState};
use api_types::{FieldChange, FieldError, Import, ImportRow};
use domain::vocabulary::{ImportRowState, ImportState};
use leptos::prelude::*;

/// The table; on a narrow screen each row is a card.
pub fn table(import: &Import, rows: Vec<ImportRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState title=t("exchange.rows.none") /> }.into_any();
    }
    let rows = rows.into_iter().map(|row| row_view(import, row)).collect_view();
    let head =
        [t("exchange.rows.number"), t("exchange.rows.about"), t("exchange.rows.state"), t("exchange.rows.detail")];
    let head = head.map(|label| view! { <th scope="col" role="columnheader">{label}</th> }).collect_view();
    view! {
        <div class="table-wrap">
            <table class="table import-rows" role="table">
                <caption class="visually-hidden">{t("exchange.rows.caption")}</caption>
                <thead role="rowgroup"><tr role="row">{head}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row_view(import: &Import, row: ImportRow) -> AnyView {
    let (state, tone) = words::row_state(row.state);
    let detail = detail(import, &row);
    let number = format::whole(u64::from(row.number));
    view! {
        <tr role="row">
            <td role="cell" class="tabular" data-label=t("exchange.rows.number")>{number}</td>
            <td role="cell" data-label=t("exchange.rows.about")>{about(import, &row)}</td>
            <td role="cell" data-label=t("exchange.rows.state")><Badge label=state tone=tone /></td>
            <td role="cell" data-label=t("exchange.rows.detail")>{detail}</td>
        </tr>
    }
    .into_any()
}

/// What the row is about: a link once it is stored.
fn about(import: &Import, row: &ImportRow) -> AnyView {
    let label = if row.label.is_empty() { t("audit.nothing") } else { row.label.clone() };
    let is_stored = import.state == ImportState::Applied || row.state != ImportRowState::Create;
    match row.target_id.filter(|_| is_stored) {
        Some(id) => {
            let href = words::target(import.kind, import.community_id, id).path();
            view! { <a class="tabular" href=href>{label}</a> }.into_any()
        }
        None => view! { <span class="tabular">{label}</span> }.into_any(),
    }
}

fn detail(import: &Import, row: &ImportRow) -> AnyView {
    let errors = row.errors.iter().map(|error| mistake(import, row, error)).collect_view();
    let changes = row.changes.iter().filter(|_| row.state == ImportRowState::Change);
    let changes = changes.map(|change| changed(import, change)).collect_view();
    let warnings = row.warnings.iter().map(|note| view! { <li data-kind="warning">{errors::warning(note)}</li> });
    view! { <ul class="row-notes">{errors}{changes}{warnings.collect_view()}</ul> }.into_any()
}

/// A mistake with its cell.
fn mistake(import: &Import, row: &ImportRow, error: &FieldError) -> AnyView {
    let message = errors::message(error);
    let place = match words::place(&import.columns, &row.cells, error) {
        Some((heading, "")) => Some(heading.to_owned()),
        Some((heading, cell)) => Some(tr("exchange.cell", &[("column", heading), ("value", &shortened(cell))])),
        None if error.pointer.is_empty() => None,
        // A column that the file does not have.
        None => Some(audit::field(&error.pointer)),
    };
    view! { <li data-kind="error">{place.map(|place| view! { <strong>{place}</strong>" " })}{message}</li> }.into_any()
}

fn changed(import: &Import, change: &FieldChange) -> AnyView {
    let value = |value| words::value(import.kind, &change.field, value);
    view! {
        <li>
            <strong>{audit::field(&change.field)}</strong>" "
            <del>{value(&change.old)}</del>" → "<ins>{value(&change.new)}</ins>
        </li>
    }
    .into_any()
}

/// The beginning of a text that would not fit into a line.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
