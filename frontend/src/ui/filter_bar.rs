//! What narrows a list: a search box that answers as one types, filters, and chips that say what is on.

use super::select::option;
use super::{Choice, Debounce, Icon};
use crate::i18n::{t, tr};
use leptos::prelude::*;

/// How long the search waits for the next letter, in milliseconds.
const PAUSE: u64 = 250;

/// A filter that is on.
#[derive(Clone)]
pub struct Chip {
    /// What it lets through, such as "Status: active".
    pub label: String,
    /// Takes it off.
    pub on_remove: Callback<()>,
}

/// The bar above a list.
#[component]
pub fn FilterBar(
    /// What can be searched for, as the box's name and placeholder.
    #[prop(into)]
    label: String,
    /// The search in force.
    #[prop(into)]
    search: Signal<String>,
    /// Another search is wanted.
    #[prop(into)]
    on_search: Callback<String>,
    /// The filters that are on.
    #[prop(optional, into)]
    chips: Signal<Vec<Chip>>,
    /// Takes off every filter and the search.
    #[prop(into)]
    on_clear: Callback<()>,
    /// How many the list has, in words.
    #[prop(optional, into)]
    count: Signal<Option<String>>,
    /// The filters.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let filters = children.map(|children| filter_panel(open, chips, children()));
    view! {
        <search class="filter-bar">
            <div class="filter-row">
                <SearchBox id="search" label=label search=search on_search=on_search />
                {filters}
            </div>
            <div class="filter-state">
                <p class="count" role="status">{move || count.get()}</p>
                {move || chip_row(chips.get(), !search.get().is_empty(), on_clear)}
            </div>
        </search>
    }
    .into_any()
}

/// A box that searches as one types.
#[component]
pub fn SearchBox(
    /// Its id; the first one of a page is `search`, which the keyboard goes to.
    id: &'static str,
    /// What it searches.
    #[prop(into)]
    label: String,
    /// The search in force.
    #[prop(into)]
    search: Signal<String>,
    /// Another one is wanted, a moment after it was typed.
    #[prop(into)]
    on_search: Callback<String>,
) -> impl IntoView {
    let text = RwSignal::new(search.get_untracked());
    let sent = StoredValue::new(search.get_untracked());
    let debounce = Debounce::new(PAUSE);
    // The address changed by other means, such as the way back: the box follows. What the box itself
    // asked for comes back here too and must not overwrite what was typed since.
    Effect::new(move |_| {
        let now = search.get();
        if sent.get_value() != now {
            sent.set_value(now.clone());
            text.set(now);
        }
    });
    let ask = move |value: String| {
        sent.set_value(value.clone());
        on_search.run(value);
    };
    let typed = move |event| {
        let value = event_target_value(&event);
        text.set(value.clone());
        debounce.run(move || ask(value.trim().to_owned()));
    };
    view! {
        <div class="search-box">
            {Icon::Search.view()}
            <input
                class="input"
                type="search"
                id=id
                name=id
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                maxlength="100"
                placeholder=label.clone()
                aria-label=label
                prop:value=move || text.get()
                on:input=typed
            />
        </div>
    }
    .into_any()
}

fn filter_panel(open: RwSignal<bool>, chips: Signal<Vec<Chip>>, filters: AnyView) -> AnyView {
    let on = move || chips.with(Vec::len);
    let label = move || match on() {
        0 => t("ui.filters"),
        number => tr("ui.filters_on", &[("count", &number.to_string())]),
    };
    view! {
        <button
            class="button filter-toggle"
            type="button"
            data-emphasis="secondary"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls="filters"
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <span>{label}</span>
            {Icon::ChevronDown.view()}
        </button>
        <div class="filters" id="filters" data-open=move || open.get().then_some("")>{filters}</div>
    }
    .into_any()
}

fn chip_row(chips: Vec<Chip>, searching: bool, on_clear: Callback<()>) -> AnyView {
    if chips.is_empty() && !searching {
        return ().into_any();
    }
    let chips = chips.into_iter().map(|Chip { label, on_remove }| {
        let name = tr("ui.remove_filter", &[("filter", &label)]);
        view! {
            <li>
                <button class="chip" type="button" aria-label=name on:click=move |_| on_remove.run(())>
                    {label}
                    {Icon::Close.view()}
                </button>
            </li>
        }
    });
    view! {
        <ul class="chips">{chips.collect_view()}</ul>
        <button class="link" type="button" on:click=move |_| on_clear.run(())>{t("ui.clear_all")}</button>
    }
    .into_any()
}

/// A drop-down that filters as soon as it changes.
#[component]
pub fn FilterSelect(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it filters by.
    #[prop(into)]
    label: String,
    /// The filter in force; empty when it is off.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Another value is wanted; empty takes the filter off.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    let all = Choice::new("", label.clone());
    let options = std::iter::once(all).chain(choices).map(|choice| option(choice, value)).collect_view();
    view! {
        <select
            class="input select filter"
            id=id.clone()
            name=id
            aria-label=label
            data-on=move || value.with(|value| !value.is_empty()).then_some("")
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {options}
        </select>
    }
    .into_any()
}

/// A day that filters as soon as it is whole.
#[component]
pub fn FilterDate(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it filters by.
    #[prop(into)]
    label: String,
    /// The day in force, `YYYY-MM-DD`; empty when it is off.
    #[prop(into)]
    value: Signal<String>,
    /// Another day is wanted; empty takes the filter off.
    #[prop(into)]
    on_change: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="filter-date" data-on=move || value.with(|value| !value.is_empty()).then_some("")>
            <span>{label}</span>
            <input
                class="input filter tabular"
                type="date"
                id=id.clone()
                name=id
                prop:value=move || value.get()
                on:change=move |event| on_change.run(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
