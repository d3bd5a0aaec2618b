//! Yes or no, with the words beside it; several of them as one answer.

use super::Field;
use leptos::prelude::*;

/// A checkbox.
#[component]
pub fn Checkbox(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it says when it is on.
    #[prop(into)]
    label: String,
    /// A line that explains it.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// It cannot be switched while true.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// It was switched.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let described_by = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="checkbox">
            <input
                type="checkbox"
                id=id.clone()
                aria-describedby=described_by
                disabled=disabled
                prop:checked=move || checked.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
    .into_any()
}

/// Checkboxes that answer one question together, with its mistake under them.
#[component]
pub fn CheckboxGroup(
    /// Its place.
    field: Field,
    /// The checkboxes.
    children: Children,
) -> impl IntoView {
    let boxes = view! { <div class="checkboxes">{children()}</div> };
    field.group(boxes.into_any())
}
