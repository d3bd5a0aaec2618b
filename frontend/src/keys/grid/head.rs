//! The heads of the columns, where a column's rule is chosen, and the totals below, which stay in sight.

use super::Columns;
use super::cells::{columns_of, total_view};
use crate::i18n::{t, tr};
use crate::keys::editor::Editor;
use crate::keys::values::has_weights;
use crate::keys::words;
use crate::ui::{Icon, MenuButton, MenuItem};
use domain::key::{ITERATIONS_MAX, RuleName};
use leptos::prelude::*;

/// The head of the table.
pub fn head(editor: Editor, columns: Columns) -> AnyView {
    let iterations = columns_of(editor, columns);
    let full = editor.part(|values| values.iterations.len() >= ITERATIONS_MAX);
    let add = move || {
        (columns == Columns::Iterations && !full.get()).then(|| {
            view! {
                <button
                    class="icon-button"
                    type="button"
                    title=t("keys.iteration.add")
                    aria-label=t("keys.iteration.add")
                    on:click=move |_| editor.edit(None, super::super::values::KeyValues::add_iteration)
                >
                    {Icon::Plus.view()}
                </button>
            }
        })
    };
    view! {
        <thead>
            <tr>
                <th scope="col">{t("keys.field.consumers")}</th>
                <For each=move || iterations.get() key=|column| *column children=move |(k, _)| column(editor, columns, k) />
                <td class="line-tools">{add}</td>
            </tr>
        </thead>
    }
    .into_any()
}

fn column(editor: Editor, columns: Columns, k: usize) -> AnyView {
    let number = (k + 1).to_string();
    let title = match columns {
        Columns::Iterations => tr("keys.iteration.number", &[("number", &number)]),
        Columns::Pool => t("keys.field.weight"),
        Columns::Ranks => return view! { <th scope="col">{t("keys.field.rank")}</th> }.into_any(),
    };
    let rules: &[RuleName] =
        if columns == Columns::Pool { &[RuleName::Equal, RuleName::Weighted] } else { RuleName::ALL };
    let rule = editor.part(move |values| values.iterations.get(k).map_or(RuleName::Prorata, |it| it.rule));
    let options = rules.iter().map(|&name| {
        view! { <option value=name.as_str() prop:selected=move || rule.get() == name>{words::rule(name)}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        if let Ok(rule) = event_target_value(&event).parse() {
            editor.edit(None, |values| values.set_rule(k, rule));
        }
    };
    let named = tr("keys.cell.rule", &[("iteration", &number)]);
    view! {
        <th scope="col">
            <span class="column-head">
                <span>{title}</span>
                {(columns == Columns::Iterations).then(|| menu(editor, k))}
            </span>
            <select class="input select column-rule" id=format!("iterations-{k}-rule") aria-label=named on:change=choose>
                {options}
            </select>
            {(columns == Columns::Iterations).then(|| refill(editor, k))}
        </th>
    }
    .into_any()
}

fn refill(editor: Editor, k: usize) -> AnyView {
    let rule = editor.part(move |values| values.iterations.get(k).map(|it| it.rule));
    let checked = editor.part(move |values| values.iterations.get(k).is_some_and(|it| it.refill));
    let switch = move |event| {
        let on = event_target_checked(&event);
        editor.edit(None, |values| values.iterations[k].refill = on);
    };
    let shown = move || {
        (rule.get() == Some(RuleName::Weighted)).then(|| {
            view! {
                <label class="column-refill" title=t("keys.refill_hint")>
                    <input type="checkbox" prop:checked=move || checked.get() on:change=switch />
                    <span>{t("keys.refill_short")}</span>
                </label>
            }
        })
    };
    shown.into_any()
}

/// What can be done to a whole column.
fn menu(editor: Editor, k: usize) -> AnyView {
    let count = editor.part(|values| values.iterations.len());
    let number = (k + 1).to_string();
    let act = move |change: fn(&mut crate::keys::values::KeyValues, usize)| {
        move || editor.edit(None, |values| change(values, k))
    };
    let items = move || {
        let mut items = vec![
            MenuItem::action(Icon::Sigma, t("keys.grid.rest"), act(|values, k| values.give_rest_to_share(k))),
            MenuItem::action(Icon::Menu, t("keys.weights.equal"), act(|values, k| values.distribute(k))),
        ];
        if k > 0 {
            items.push(MenuItem::action(
                Icon::ChevronLeft,
                t("keys.grid.earlier"),
                act(|values, k| values.move_iteration(k, true)),
            ));
        }
        if k + 1 < count.get() {
            items.push(MenuItem::action(
                Icon::ChevronRight,
                t("keys.grid.later"),
                act(|values, k| values.move_iteration(k, false)),
            ));
        }
        if count.get() > 1 {
            let label = tr("keys.iteration.remove", &[("number", &number)]);
            items.push(MenuItem::action(Icon::Trash, label, act(|values, k| values.remove_iteration(k))));
        }
        let label = tr("keys.grid.column", &[("number", &number)]);
        view! { <MenuButton id=format!("column-{k}") label=label icon=Icon::More bare=true items=items /> }
    };
    items.into_any()
}

/// The totals.
pub fn foot(editor: Editor, columns: Columns) -> AnyView {
    if columns == Columns::Ranks {
        return ().into_any();
    }
    let iterations = columns_of(editor, columns);
    let shares = editor.part(|values| Some(values.shares_total()));
    let error = editor.form.error("/iterations");
    editor.form.register("/iterations", &t("keys.total"));
    let cell = move |(k, _): (usize, u32)| {
        let at = format!("/iterations/{k}/weights_percent");
        editor.form.register(&at, &tr("keys.weights.of", &[("number", &(k + 1).to_string())]));
        let total = editor.part(move |values| {
            let weighted = values.iterations.get(k).is_some_and(|it| has_weights(it.rule));
            weighted.then(|| values.weights_total(k))
        });
        view! { <td class="number-cell" id=format!("iterations-{k}-weights_percent") tabindex="-1">{total_view(total)}</td> }
    };
    let shares_line = move || {
        (columns == Columns::Iterations).then(|| {
            view! {
                <tr id="iterations" tabindex="-1">
                    <th scope="row">{t("keys.total")}</th>
                    <td class="number-cell" colspan=move || iterations.with(Vec::len).to_string()>
                        {total_view(shares)}
                        <span class="sum-words" role="status">
                            {move || shares.get().map(|total| words::balance(total.missing()))}
                        </span>
                        {move || error.get().map(|error| view! { <span class="visually-hidden">{error}</span> })}
                    </td>
                    <td></td>
                </tr>
            }
        })
    };
    let weighted = editor.part(|values| values.counting().iter().any(|it| has_weights(it.rule)));
    view! {
        <tfoot>
            <tr hidden=move || !weighted.get()>
                <th scope="row">{t("keys.weights.sum")}</th>
                <For each=move || iterations.get() key=|column| *column children=cell />
                <td></td>
            </tr>
            {shares_line}
        </tfoot>
    }
    .into_any()
}
