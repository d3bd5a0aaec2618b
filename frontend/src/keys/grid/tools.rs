//! What stands above the grid: how the key runs, and what can be done to it as a whole.

use crate::i18n::t;
use crate::keys::editor::Editor;
use crate::keys::words;
use crate::ui::{Button, Icon, IconButton};
use domain::key::{CONSUMERS_MAX, Method};
use leptos::prelude::*;

/// The choice of the method; most keys are cascades, the others have the names of their regions.
pub fn method(editor: Editor) -> AnyView {
    let method = editor.part(|values| values.method);
    let options = Method::ALL.iter().map(|&name| {
        view! { <option value=name.as_str() prop:selected=move || method.get() == name>{words::method(name)}</option> }
    });
    let choose = move |event| {
        if let Ok(method) = event_target_value(&event).parse() {
            editor.edit(None, |values| values.set_method(method));
        }
    };
    view! {
        <div class="field method-field">
            <label class="field-label" for="method">{t("keys.field.method")}</label>
            <div class="field-control">
                <select class="input select" id="method" aria-describedby="method-hint" on:change=choose>
                    {options.collect_view()}
                </select>
            </div>
            <p class="field-hint" id="method-hint">{move || t(&format!("keys.method_hint.{}", method.get()))}</p>
        </div>
    }
    .into_any()
}

/// Undo and redo alone.
pub fn undo(editor: Editor) -> AnyView {
    let (can_undo, can_redo) = (editor.can_undo(), editor.can_redo());
    let button = move |icon: Icon, label: String, enabled: Signal<bool>, act: fn(Editor)| {
        view! {
            <span class="tool" data-off=move || (!enabled.get()).then_some("")>
                <IconButton icon=icon label=label on_press=move |()| act(editor) />
            </span>
        }
    };
    view! {
        <div class="undo-tools">
            {button(Icon::Undo, t("keys.grid.undo"), can_undo, Editor::undo)}
            {button(Icon::Redo, t("keys.grid.redo"), can_redo, Editor::redo)}
        </div>
    }
    .into_any()
}

/// Everything above the matrix.
pub fn bar(editor: Editor) -> AnyView {
    let full = editor.part(|values| values.consumers.len() >= CONSUMERS_MAX);
    let cascade = editor.part(|values| values.method == Method::Cascade);
    let add = move |()| editor.edit(None, |values| values.resize(values.consumers.len() + 1));
    let share = move |()| editor.edit(None, super::super::values::KeyValues::distribute_shares);
    view! {
        <div class="grid-tools">
            <Button label=t("keys.consumer.add") icon=Icon::Plus disabled=full on_press=add />
            {move || cascade.get().then(|| view! {
                <Button label=t("keys.grid.equal_shares") on_press=share />
            })}
            {undo(editor)}
        </div>
    }
    .into_any()
}
