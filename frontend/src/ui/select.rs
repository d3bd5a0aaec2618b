//! Choosing one of a few.

use super::Field;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One thing to choose: the value kept and the words shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is kept.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A second line, where the label alone may be ambiguous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), detail: None }
    }
}

/// A drop-down of the browser, for up to some fifteen choices.
#[component]
pub fn Select(
    /// Its place.
    field: Field,
    /// The chosen value; empty when none is.
    value: RwSignal<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What stands there while nothing is chosen; without it the first choice would show.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let set = Callback::new(move |chosen| value.set(chosen));
    drop_down(&field, choices, placeholder, value.into(), set)
}

/// The same for a value that is part of something larger.
#[component]
pub fn PartSelect(
    /// Its place.
    field: Field,
    /// The chosen value; empty when none is.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What stands there while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Another one was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    drop_down(&field, choices, placeholder, value, on_choose)
}

fn drop_down(
    field: &Field,
    choices: Vec<Choice>,
    placeholder: Option<String>,
    value: Signal<String>,
    set: Callback<String>,
) -> AnyView {
    let (invalid, described_by, disabled) = (field.invalid(), field.described_by(), field.disabled);
    let (changed, left) = (field.clone(), field.clone());
    let placeholder = placeholder.map(|label| Choice::new("", label));
    let options = placeholder.into_iter().chain(choices).map(|choice| option(choice, value)).collect_view();
    let control = view! {
        <select
            class="input select"
            id=field.id.clone()
            name=field.id.clone()
            aria-required=field.required().then_some("true")
            aria-invalid=move || invalid.get()
            aria-describedby=move || described_by.get()
            disabled=disabled
            on:change=move |event| {
                set.run(event_target_value(&event));
                changed.edited();
            }
            on:blur=move |_| left.left()
        >
            {options}
        </select>
    };
    field.frame(control.into_any())
}

/// An option that is chosen while the signal holds its value. (`value` of the `<select>` itself would
/// be set before its options are there.)
pub(super) fn option(choice: Choice, chosen: Signal<String>) -> AnyView {
    let Choice { value, label, .. } = choice;
    let own = value.clone();
    view! { <option value=value prop:selected=move || chosen.with(|chosen| *chosen == own)>{label}</option> }.into_any()
}

/// Two to four choices that are worth seeing at once.
#[component]
pub fn RadioGroup(
    /// Its place.
    field: Field,
    /// The chosen value; empty when none is.
    value: RwSignal<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
) -> impl IntoView {
    let set = Callback::new(move |chosen| value.set(chosen));
    segments(&field, choices, value.into(), set)
}

/// The same for a value that is part of something larger.
#[component]
pub fn PartRadioGroup(
    /// Its place.
    field: Field,
    /// The chosen value; empty when none is.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// Another one was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    segments(&field, choices, value, on_choose)
}

/// Side by side where a word says it all; one under the other where each comes with a line.
fn segments(field: &Field, choices: Vec<Choice>, value: Signal<String>, set: Callback<String>) -> AnyView {
    let explained = choices.iter().any(|choice| choice.detail.is_some());
    let buttons = choices.into_iter().map(|choice| radio(field, choice, value, set)).collect_view();
    field.group(view! { <div class="segments" data-explained=explained.then_some("")>{buttons}</div> }.into_any())
}

fn radio(field: &Field, choice: Choice, value: Signal<String>, set: Callback<String>) -> AnyView {
    let Choice { value: own, label, detail } = choice;
    let id = format!("{}-{own}", field.id);
    let (changed, left) = (field.clone(), field.clone());
    let (checked, chosen) = (own.clone(), own.clone());
    view! {
        <span class="segment">
            <input
                type="radio"
                id=id.clone()
                name=field.id.clone()
                value=own
                disabled=field.disabled
                prop:checked=move || value.with(|value| *value == checked)
                on:change=move |_| {
                    set.run(chosen.clone());
                    changed.edited();
                }
                on:blur=move |_| left.left()
            />
            <label for=id>
                <span>{label}</span>
                {detail.map(|detail| view! { <span class="segment-detail">{detail}</span> })}
            </label>
        </span>
    }
    .into_any()
}
