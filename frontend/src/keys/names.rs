//! The consumers' names, one below the other: typed, pasted as a column, or picked from the community's meters.

use super::editor::Editor;
use super::{paste, pick};
use crate::i18n::{t, tr};
use crate::ui::{Button, Field, Icon, IconButton, PartInput};
use leptos::ev;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The list.
#[component]
pub fn Names(
    /// The key.
    editor: Editor,
    /// The community whose meters can be picked.
    community: Uuid,
    /// Whether consumers can be added and taken out here; the wizard asks for their number before.
    #[prop(optional)]
    free: bool,
) -> impl IntoView {
    let rows =
        editor.part(|values| values.consumers.iter().map(|consumer| consumer.id).enumerate().collect::<Vec<_>>());
    let picking = RwSignal::new(false);
    view! {
        <div class="names-tools">
            <Button
                label=t("keys.names.pick")
                icon=Icon::Meter
                on_press=move |()| picking.set(true)
            />
            <p class="field-hint">{t("keys.names.hint")}</p>
        </div>
        <pick::MeterPick open=picking editor=editor community=community />
        <ol class="names" on:paste=move |event| paste_column(editor, &event)>
            <For each=move || rows.get() key=|row| *row children=move |(i, _)| row(editor, i, free) />
        </ol>
        {free.then(|| view! {
            <Button
                label=t("keys.consumer.add")
                icon=Icon::Plus
                on_press=move |()| editor.edit(None, |values| values.resize(values.consumers.len() + 1))
            />
        })}
    }
    .into_any()
}

fn row(editor: Editor, i: usize, free: bool) -> AnyView {
    let pointer = format!("/consumers/{i}/name");
    let label = tr("keys.consumer.number", &[("number", &(i + 1).to_string())]);
    let value = editor.part(move |values| values.consumers.get(i).map(|c| c.name.clone()).unwrap_or_default());
    let tag = pointer.clone();
    let typed = move |name: String| editor.edit(Some(&tag), |values| values.type_name(i, &name));
    let meter = editor.part(move |values| values.consumers.get(i).and_then(|consumer| consumer.meter.clone()));
    let unlink = move |()| {
        editor.edit(None, |values| {
            if let Some(consumer) = values.consumers.get_mut(i) {
                consumer.meter = None;
            }
        });
    };
    let linked = move || {
        meter.get().map(|meter| {
            view! {
                <span class="linked-meter">
                    {Icon::Meter.view()}
                    <span class="tabular">{meter.label}</span>
                    <IconButton icon=Icon::Close label=t("keys.names.unlink") on_press=unlink />
                </span>
            }
        })
    };
    let remove = move || {
        view! {
            <IconButton
                icon=Icon::Trash
                label=tr("keys.consumer.remove", &[("number", &(i + 1).to_string())])
                on_press=move |()| editor.edit(None, |values| values.remove_consumer(i))
            />
        }
    };
    view! {
        <li class="name-row" on:focusout=move |_| editor.close_change()>
            <PartInput field=Field::of(editor.form, pointer, label) value=value on_input=typed />
            {linked}
            {free.then(remove)}
        </li>
    }
    .into_any()
}

/// Several lines pasted into a name fill the names from there on.
fn paste_column(editor: Editor, event: &ev::ClipboardEvent) {
    let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()) else { return };
    let names = paste::column(&text);
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let at = input.and_then(|input| place(&input.id()));
    if let (Some(at), 2..) = (at, names.len()) {
        event.prevent_default();
        editor.edit(None, |values| values.paste_names(at, &names));
    }
}

/// The consumer of a field: `consumers-2-name` is the third.
fn place(id: &str) -> Option<usize> {
    id.strip_prefix("consumers-")?.strip_suffix("-name")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_field_tells_its_consumer() {
        assert_eq!(place("consumers-12-name"), Some(12));
        assert_eq!(place("iterations-0-share_percent"), None);
    }
}
