//! Inputs of one value: text, number, date, long text.

use super::Field;
use leptos::prelude::*;

/// What a text is, for the keyboard of a phone and for autofill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Anything.
    #[default]
    Plain,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Digits that are no quantity, such as an EAN.
    Digits,
    /// An existing password.
    Password,
    /// A password to be chosen.
    NewPassword,
}

impl TextKind {
    /// `type`, `inputmode`, `autocomplete`.
    const fn attributes(self) -> (&'static str, Option<&'static str>, Option<&'static str>) {
        match self {
            Self::Plain => ("text", None, None),
            Self::Email => ("email", Some("email"), Some("email")),
            Self::Phone => ("tel", Some("tel"), Some("tel")),
            Self::Digits => ("text", Some("numeric"), Some("off")),
            Self::Password => ("password", None, Some("current-password")),
            Self::NewPassword => ("password", None, Some("new-password")),
        }
    }
}

/// What the browser is told about an input besides its field.
struct Traits {
    kind: &'static str,
    class: &'static str,
    input_mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    spellcheck: Option<&'static str>,
}

fn input(field: &Field, value: RwSignal<String>, traits: &Traits) -> AnyView {
    let (invalid, described_by, disabled) = (field.invalid(), field.described_by(), field.disabled);
    let (typed, left) = (field.clone(), field.clone());
    let control = view! {
        <input
            class=traits.class
            id=field.id.clone()
            name=field.id.clone()
            type=traits.kind
            inputmode=traits.input_mode
            autocomplete=traits.autocomplete
            spellcheck=traits.spellcheck
            aria-required=field.required().then_some("true")
            aria-invalid=move || invalid.get()
            aria-describedby=move || described_by.get()
            disabled=disabled
            prop:value=move || value.get()
            on:input=move |event| {
                value.set(event_target_value(&event));
                typed.edited();
            }
            on:blur=move |_| left.left()
        />
    };
    field.frame(control.into_any())
}

/// A line of text.
#[component]
pub fn TextInput(
    /// Its place.
    field: Field,
    /// What stands in it, as typed.
    value: RwSignal<String>,
    /// What it is.
    #[prop(optional)]
    kind: TextKind,
    /// The `autocomplete` token, where another than the kind's own.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let (name, input_mode, own) = kind.attributes();
    let plain = kind == TextKind::Plain;
    let class = if kind == TextKind::Digits { "input tabular" } else { "input" };
    let spellcheck = (!plain).then_some("false");
    let autocomplete = autocomplete.or(own);
    input(&field, value, &Traits { kind: name, class, input_mode, autocomplete, spellcheck })
}

/// A quantity, kept as typed: comma or point, with spaces if one likes.
#[component]
pub fn NumberInput(
    /// Its place, with the unit.
    field: Field,
    /// What stands in it, as typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let traits = Traits {
        kind: "text",
        class: "input tabular number",
        input_mode: Some("decimal"),
        autocomplete: Some("off"),
        spellcheck: None,
    };
    input(&field, value, &traits)
}

/// A day, `YYYY-MM-DD`, chosen with the browser's own control.
#[component]
pub fn DateInput(
    /// Its place.
    field: Field,
    /// The day, or nothing.
    value: RwSignal<String>,
) -> impl IntoView {
    let traits =
        Traits { kind: "date", class: "input tabular date", input_mode: None, autocomplete: None, spellcheck: None };
    input(&field, value, &traits)
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// Its place.
    field: Field,
    /// What stands in it.
    value: RwSignal<String>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u8,
) -> impl IntoView {
    let (invalid, described_by, disabled) = (field.invalid(), field.described_by(), field.disabled);
    let (typed, left) = (field.clone(), field.clone());
    let control = view! {
        <textarea
            class="input"
            id=field.id.clone()
            name=field.id.clone()
            rows=rows
            aria-required=field.required().then_some("true")
            aria-invalid=move || invalid.get()
            aria-describedby=move || described_by.get()
            disabled=disabled
            prop:value=move || value.get()
            on:input=move |event| {
                value.set(event_target_value(&event));
                typed.edited();
            }
            on:blur=move |_| left.left()
        ></textarea>
    };
    field.frame(control.into_any())
}
