//! The place where a file is dropped, or chosen.

use super::file;
use crate::i18n::t;
use crate::ui::{Button, Emphasis, Icon};
use leptos::ev::{DragEvent, Event};
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// The place. A file is taken while nothing is under way.
#[component]
pub fn DropZone(
    /// What can be dropped here.
    #[prop(into)]
    title: String,
    /// What can be chosen; the server looks at the content.
    accept: &'static str,
    /// A line below: how large it may be, or that it is being looked at.
    #[prop(into)]
    hint: Signal<String>,
    /// A file is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// A file was dropped or chosen.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let take = move |file: Option<File>| {
        if let Some(file) = file.filter(|_| !busy.get_untracked()) {
            on_file.run(file);
        }
    };
    let chosen = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        take(file::first(input.files()));
        // The same file can be chosen again once it was mended.
        input.set_value("");
    };
    let hovers = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(file::first(event.data_transfer().and_then(|dropped| dropped.files())));
    };
    let choose = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <section
            class="drop-zone"
            data-over=move || over.get().then_some("")
            aria-busy=move || busy.get().then_some("true")
            on:dragover=hovers
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <span class="drop-icon">{Icon::Upload.view()}</span>
            <p class="drop-title">{title}</p>
            <Button label=t("exchange.choose") emphasis=Emphasis::Primary busy=busy on_press=choose />
            <input
                node_ref=input
                id="import-file"
                class="visually-hidden"
                type="file"
                tabindex="-1"
                aria-label=t("exchange.choose")
                accept=accept
                on:change=chosen
            />
            <p class="hint" role="status">{move || hint.get()}</p>
        </section>
    }
    .into_any()
}

/// What can be chosen as a table; the server looks at the content.
const TABLES: &str = ".csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The place for a table.
pub fn table_zone(busy: Signal<bool>, on_file: Callback<File>) -> AnyView {
    let hint = move || if busy.get() { t("exchange.checking") } else { t("exchange.limits") };
    view! {
        <DropZone title=t("exchange.drop") accept=TABLES hint=Signal::derive(hint) busy=busy on_file=on_file />
    }
    .into_any()
}
