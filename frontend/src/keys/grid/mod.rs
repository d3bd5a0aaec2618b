//! The free grid: consumers by iterations, edited like a spreadsheet. On a phone the same key is a list of names and
//! cards of iterations.

mod cells;
mod head;
mod keyboard;
mod tools;

use super::edit::Cell;
use super::editor::Editor;
use super::iterations::Iterations;
use super::names::Names;
use crate::i18n::t;
use crate::ui::is_narrow;
use domain::key::{Method, RuleName};
use keyboard::Keyboard;
use leptos::prelude::*;
use uuid::Uuid;

/// The grid with its tools.
#[component]
pub fn KeyGrid(
    /// The key.
    editor: Editor,
    /// The community whose meters can be picked.
    community: Uuid,
) -> impl IntoView {
    let narrow = is_narrow();
    let shown = move || if narrow.get() { cards(editor, community) } else { matrix(editor) };
    view! {
        <div class="key-sheet">
            {tools::method(editor)}
            {shown}
        </div>
    }
    .into_any()
}

fn cards(editor: Editor, community: Uuid) -> AnyView {
    let method = editor.part(|values| values.method);
    let below = move || match method.get() {
        Method::Cascade => view! { <Iterations editor=editor rules=RuleName::ALL /> }.into_any(),
        Method::Priority => cells::rank_fields(editor),
        Method::Vast | Method::Relatief | Method::Optimaal => {
            view! { <Iterations editor=editor rules=&[RuleName::Equal, RuleName::Weighted] single=true /> }.into_any()
        }
    };
    view! {
        {tools::undo(editor)}
        <h2>{t("keys.field.consumers")}</h2>
        <Names editor=editor community=community free=true />
        <h2>{t("keys.field.iterations")}</h2>
        {below}
    }
    .into_any()
}

/// What stands in the columns after the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Columns {
    /// One for each iteration, with a line of shares.
    Iterations,
    /// The weights of the only pool.
    Pool,
    /// The ranks.
    Ranks,
}

impl Columns {
    const fn of(method: Method) -> Self {
        match method {
            Method::Cascade => Self::Iterations,
            Method::Vast | Method::Relatief | Method::Optimaal => Self::Pool,
            Method::Priority => Self::Ranks,
        }
    }
}

fn matrix(editor: Editor) -> AnyView {
    let keyboard = Keyboard::new(editor);
    let method = editor.part(|values| values.method);
    let table = move || {
        let columns = Columns::of(method.get());
        view! {
            <table class="key-grid" role="grid" aria-label=t("keys.grid")>
                {head::head(editor, columns)}
                {cells::body(editor, columns)}
                {head::foot(editor, columns)}
            </table>
        }
    };
    view! {
        {tools::bar(editor)}
        <p class="field-hint" id="grid-help">{t("keys.grid.help")}</p>
        <div
            class="key-grid-wrap"
            on:keydown=move |event| keyboard.key(&event)
            on:paste=move |event| keyboard.paste(&event)
            on:focusin=move |event| keyboard.arrive(&event)
            on:focusout=move |event| keyboard.leave(&event)
            on:dblclick=move |_| keyboard.enter()
            on:input=move |_| keyboard.typed()
        >
            {table}
        </div>
    }
    .into_any()
}

/// The id of a cell's input, which is that of its field.
fn pointer(cell: Cell, columns: Columns) -> String {
    match (cell.row.checked_sub(1), cell.column.checked_sub(1)) {
        (Some(i), None) => format!("/consumers/{i}/name"),
        (Some(i), Some(_)) if columns == Columns::Ranks => format!("/consumers/{i}/rank"),
        (Some(i), Some(k)) => format!("/iterations/{k}/weights_percent/{i}"),
        (None, Some(k)) => format!("/iterations/{k}/share_percent"),
        (None, None) => String::new(),
    }
}
