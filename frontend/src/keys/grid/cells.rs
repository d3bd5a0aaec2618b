//! The cells: one input each, marked when its value is wrong.

use super::{Columns, pointer};
use crate::errors::field_id;
use crate::i18n::{t, tr};
use crate::keys::edit::Cell;
use crate::keys::editor::Editor;
use crate::keys::percent;
use crate::keys::values::KeyValues;
use crate::ui::{Field, Icon, IconButton, PartInput};
use domain::key::{Percent, RuleName};
use leptos::prelude::*;

/// The line of shares and a line for each consumer.
pub fn body(editor: Editor, columns: Columns) -> AnyView {
    let rows =
        editor.part(|values| values.consumers.iter().map(|consumer| consumer.id).enumerate().collect::<Vec<_>>());
    view! {
        <tbody>
            {(columns == Columns::Iterations).then(|| shares(editor, columns))}
            <For each=move || rows.get() key=|row| *row children=move |(i, _)| consumer(editor, columns, i) />
        </tbody>
    }
    .into_any()
}

/// The columns after the names, by what makes them anew.
pub fn columns_of(editor: Editor, columns: Columns) -> Signal<Vec<(usize, u32)>> {
    editor.part(move |values| match columns {
        Columns::Iterations => values.iterations.iter().map(|it| it.id).enumerate().collect(),
        Columns::Pool => values.iterations.iter().map(|it| it.id).enumerate().take(1).collect(),
        Columns::Ranks => vec![(0, 0)],
    })
}

fn shares(editor: Editor, columns: Columns) -> AnyView {
    let iterations = columns_of(editor, columns);
    view! {
        <tr class="share-line">
            <th scope="row">{t("keys.field.share")}</th>
            <For
                each=move || iterations.get()
                key=|column| *column
                children=move |(k, _)| cell(editor, columns, Cell { row: 0, column: k + 1 })
            />
            <td></td>
        </tr>
    }
    .into_any()
}

fn consumer(editor: Editor, columns: Columns, i: usize) -> AnyView {
    let iterations = columns_of(editor, columns);
    let several = editor.part(|values| values.consumers.len() > 1);
    let number = (i + 1).to_string();
    let remove = move || {
        several.get().then(|| {
            view! {
                <IconButton
                    icon=Icon::Close
                    label=tr("keys.consumer.remove", &[("number", &number)])
                    on_press=move |()| editor.edit(None, |values| values.remove_consumer(i))
                />
            }
        })
    };
    view! {
        <tr>
            {cell(editor, columns, Cell { row: i + 1, column: 0 })}
            <For
                each=move || iterations.get()
                key=|column| *column
                children=move |(k, _)| cell(editor, columns, Cell { row: i + 1, column: k + 1 })
            />
            <td class="line-tools">{remove}</td>
        </tr>
    }
    .into_any()
}

/// What a cell shows in the place of a value that is not typed.
fn placeholder(values: &KeyValues, at: Cell) -> String {
    let rule = at.column.checked_sub(1).and_then(|k| values.iterations.get(k)).map(|it| it.rule);
    match (at.row, rule) {
        (1.., Some(RuleName::Prorata | RuleName::Mixed)) => t("keys.cell.prorata"),
        (1.., Some(RuleName::Equal)) => tr("keys.cell.equal", &[("count", &values.consumers.len().to_string())]),
        _ => String::new(),
    }
}

fn value(values: &KeyValues, columns: Columns, at: Cell) -> String {
    let iteration = || values.iterations.get(at.column.checked_sub(1)?);
    let consumer = || values.consumers.get(at.row.checked_sub(1)?);
    let found = match (at.row, at.column) {
        (_, 0) => consumer().map(|consumer| consumer.name.clone()),
        _ if columns == Columns::Ranks => consumer().map(|consumer| consumer.rank.clone()),
        (0, _) => iteration().map(|iteration| iteration.share.clone()),
        (row, _) => iteration()
            .filter(|iteration| crate::keys::values::has_weights(iteration.rule))
            .and_then(|iteration| iteration.weights.get(row - 1).cloned()),
    };
    found.unwrap_or_default()
}

/// What a cell is, for screen readers; the headings of its line and column are read with it.
fn label(at: Cell, columns: Columns) -> String {
    let (row, column) = (at.row.to_string(), at.column.to_string());
    match (at.row, at.column) {
        (_, 0) => tr("keys.consumer.number", &[("number", &row)]),
        (0, _) => tr("keys.cell.share", &[("iteration", &column)]),
        _ if columns == Columns::Ranks => tr("keys.cell.rank", &[("consumer", &row)]),
        _ => tr("keys.cell.weight", &[("iteration", &column), ("consumer", &row)]),
    }
}

fn cell(editor: Editor, columns: Columns, at: Cell) -> AnyView {
    let pointer = pointer(at, columns);
    let name = label(at, columns);
    editor.form.register(&pointer, &name);
    let id = field_id(&pointer);
    let shown = editor.part(move |values| value(values, columns, at));
    let placeholder =
        editor.part(move |values| if columns == Columns::Ranks { String::new() } else { placeholder(values, at) });
    let fixed = editor.part(move |values| {
        let rule = at.column.checked_sub(1).and_then(|k| values.iterations.get(k)).map(|it| it.rule);
        columns != Columns::Ranks && at.row > 0 && rule == Some(RuleName::Equal)
    });
    let error = editor.form.error(pointer.clone());
    let tag = pointer;
    let typed = move |event| {
        let typed = event_target_value(&event);
        editor.edit(Some(&tag), |values| values.type_cell(at, &typed));
        editor.form.forgive(&tag);
    };
    let message_id = format!("{id}-error");
    let described = message_id.clone();
    let keyboard = if at.column == 0 { "text" } else { "decimal" };
    let input = view! {
        <input
            class="cell"
            type="text"
            id=id
            inputmode=keyboard
            autocomplete="off"
            spellcheck="false"
            data-cell=format!("{}-{}", at.row, at.column)
            aria-label=name
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            placeholder=move || placeholder.get()
            readonly=move || fixed.get()
            prop:value=move || shown.get()
            on:input=typed
        />
        {move || error.get().map(|error| view! { <span class="cell-error" id=message_id.clone()>{error}</span> })}
    };
    if at.column == 0 {
        view! { <th scope="row" class="name-cell">{input}</th> }.into_any()
    } else {
        view! { <td class="number-cell">{input}</td> }.into_any()
    }
}

/// The ranks one below the other, for a narrow screen.
pub fn rank_fields(editor: Editor) -> AnyView {
    let rows =
        editor.part(|values| values.consumers.iter().map(|c| (c.id, c.name.clone())).enumerate().collect::<Vec<_>>());
    let row = move |(i, (_, name)): (usize, (u32, String))| {
        let pointer = format!("/consumers/{i}/rank");
        let tag = pointer.clone();
        let rank = editor.part(move |values| values.consumers.get(i).map(|c| c.rank.clone()).unwrap_or_default());
        let typed = move |rank: String| editor.edit(Some(&tag), |values| values.consumers[i].rank.clone_from(&rank));
        view! { <li><PartInput field=Field::of(editor.form, pointer, name) value=rank on_input=typed number=true /></li> }
    };
    view! {
        <p class="field-hint">{t("keys.rank_hint")}</p>
        <ol class="weight-list"><For each=move || rows.get() key=Clone::clone children=row /></ol>
    }
    .into_any()
}

/// A total of percentages with its mark.
pub fn total_view(total: Signal<Option<crate::keys::edit::Total>>) -> AnyView {
    let state = move || total.get().map(|total| if total.is_right() { "right" } else { "wrong" });
    let sum = move || {
        let total = total.get()?;
        let open = total.open && total.millionths < i64::from(Percent::WHOLE.millionths());
        let text = format!("{}\u{202f}%", percent::of_millionths(total.millionths));
        Some(if open { tr("keys.total.and_prorata", &[("total", &text)]) } else { text })
    };
    let mark =
        move || total.get().map(|total| if total.is_right() { Icon::Check.view() } else { Icon::Warning.view() });
    view! { <span class="sum" data-state=state>{mark}<span>{sum}</span></span> }.into_any()
}
