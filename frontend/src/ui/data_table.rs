//! A table whose rows are links; on a narrow screen the style sheet shows each row as a card with the
//! same facts.

use super::select::option;
use super::{Choice, Icon};
use crate::i18n::t;
use leptos::prelude::*;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    label: String,
    sort: Option<&'static str>,
    numeric: bool,
}

impl Column {
    /// A column with its name.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), sort: None, numeric: false }
    }

    /// Can be sorted by; `name` is the order's name in the address.
    #[must_use]
    pub const fn sorted_by(mut self, name: &'static str) -> Self {
        self.sort = Some(name);
        self
    }

    /// Holds numbers, which are set right.
    #[must_use]
    pub const fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
}

/// A row: where it leads, and one cell for each column. The first cell is the link's name.
pub struct Row {
    /// Address of the object.
    pub href: String,
    /// Its cells.
    pub cells: Vec<AnyView>,
}

/// The order of a list.
#[derive(Clone)]
pub struct Sorting {
    /// The order in force, such as `-created_at`.
    pub current: String,
    /// Every order with its name, for the drop-down of a narrow screen.
    pub orders: Vec<Choice>,
    /// Another order is wanted.
    pub on_sort: Callback<String>,
}

/// The table.
#[component]
pub fn DataTable(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// Its columns.
    columns: Vec<Column>,
    /// Its rows.
    rows: Vec<Row>,
    /// Its order, where it can be sorted.
    #[prop(optional)]
    sorting: Option<Sorting>,
) -> impl IntoView {
    let head = columns.iter().map(|column| head_cell(column, sorting.as_ref())).collect_view();
    let body = rows.into_iter().map(|row| body_row(row, &columns)).collect_view();
    view! {
        {sorting.map(order_select)}
        <div class="table-wrap">
            <table class="table" role="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead role="rowgroup"><tr role="row">{head}</tr></thead>
                <tbody role="rowgroup">{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn head_cell(column: &Column, sorting: Option<&Sorting>) -> AnyView {
    let Column { label, sort, numeric } = column.clone();
    let align = numeric.then_some("end");
    let Some((key, sorting)) = sort.zip(sorting) else {
        return view! { <th scope="col" role="columnheader" data-align=align>{label}</th> }.into_any();
    };
    let direction = direction(&sorting.current, key);
    let (aria, icon) = match direction {
        Some(true) => ("ascending", Icon::ArrowUp),
        Some(false) => ("descending", Icon::ArrowDown),
        None => ("none", Icon::Sortable),
    };
    let (wanted, on_sort) = (next_order(key, direction), sorting.on_sort);
    view! {
        <th scope="col" role="columnheader" data-align=align aria-sort=aria>
            <button class="sort" type="button" on:click=move |_| on_sort.run(wanted.clone())>
                {label}
                {icon.view()}
            </button>
        </th>
    }
    .into_any()
}

fn body_row(row: Row, columns: &[Column]) -> AnyView {
    let Row { href, cells } = row;
    let mut href = Some(href);
    let cells = cells.into_iter().zip(columns).map(|(cell, column)| {
        let align = column.numeric.then_some("end");
        // The link of the first cell is stretched over the row by the style sheet.
        let cell = match href.take() {
            Some(href) => view! { <a class="row-link" href=href>{cell}</a> }.into_any(),
            None => cell,
        };
        view! { <td role="cell" data-label=column.label.clone() data-align=align>{cell}</td> }
    });
    let cells = cells.collect_view();
    view! { <tr role="row">{cells}</tr> }.into_any()
}

fn order_select(sorting: Sorting) -> AnyView {
    let Sorting { current, orders, on_sort } = sorting;
    let options = orders.into_iter().map(|order| option(order, current.clone().into())).collect_view();
    view! {
        <label class="table-order">
            <span>{t("ui.sort_by")}</span>
            <select class="input select" on:change=move |event| on_sort.run(event_target_value(&event))>
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// Whether the list is sorted by this column: up, down, or not at all.
fn direction(current: &str, key: &str) -> Option<bool> {
    match current.strip_prefix('-') {
        Some(name) => (name == key).then_some(false),
        None => (current == key).then_some(true),
    }
}

/// A press on a column's head: up first, then down, then up again.
fn next_order(key: &str, direction: Option<bool>) -> String {
    if direction == Some(true) { format!("-{key}") } else { key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{direction, next_order};

    #[test]
    fn a_head_sorts_up_then_down() {
        for (current, expected) in [("-created_at", "ean"), ("ean", "-ean"), ("-ean", "ean"), ("ean_x", "ean")] {
            assert_eq!(next_order("ean", direction(current, "ean")), expected, "{current}");
        }
    }
}
