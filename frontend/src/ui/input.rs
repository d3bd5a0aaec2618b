//! Inputs of one value: text, number, date, long text.

use super::{Choice, Field};
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
    /// Letters and digits that are no words, such as an account number.
    Code,
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
            Self::Code => ("text", None, Some("off")),
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

fn input(field: &Field, value: Signal<String>, set: Callback<String>, traits: &Traits) -> AnyView {
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
                set.run(event_target_value(&event));
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
    let traits = Traits { kind: name, class, input_mode, autocomplete, spellcheck };
    input(&field, value.into(), setter(value), &traits)
}

fn setter(value: RwSignal<String>) -> Callback<String> {
    Callback::new(move |typed| value.set(typed))
}

/// A quantity, kept as typed: comma or point, with spaces if one likes.
#[component]
pub fn NumberInput(
    /// Its place, with the unit.
    field: Field,
    /// What stands in it, as typed.
    value: RwSignal<String>,
) -> impl IntoView {
    input(&field, value.into(), setter(value), &NUMBER)
}

const NUMBER: Traits = Traits {
    kind: "text",
    class: "input tabular number",
    input_mode: Some("decimal"),
    autocomplete: Some("off"),
    spellcheck: None,
};

/// A line of text or a quantity whose value is part of something larger, such as a cell of a table.
#[component]
pub fn PartInput(
    /// Its place.
    field: Field,
    /// What stands in it, as typed.
    #[prop(into)]
    value: Signal<String>,
    /// Something else was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Whether it is a quantity.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    let text =
        Traits { kind: "text", class: "input", input_mode: None, autocomplete: Some("off"), spellcheck: Some("false") };
    input(&field, value, on_input, if number { &NUMBER } else { &text })
}

/// A day, `YYYY-MM-DD`, chosen with the browser's own control or by one press on a frequent answer.
#[component]
pub fn DateInput(
    /// Its place.
    field: Field,
    /// The day, or nothing.
    value: RwSignal<String>,
    /// Days that are chosen often.
    #[prop(optional)]
    shortcuts: Vec<Choice>,
) -> impl IntoView {
    day(&field, value.into(), setter(value), shortcuts)
}

/// A day that is part of something larger.
#[component]
pub fn PartDateInput(
    /// Its place.
    field: Field,
    /// The day, or nothing.
    #[prop(into)]
    value: Signal<String>,
    /// Another one was chosen.
    #[prop(into)]
    on_input: Callback<String>,
    /// Days that are chosen often.
    #[prop(optional)]
    shortcuts: Vec<Choice>,
) -> impl IntoView {
    day(&field, value, on_input, shortcuts)
}

fn day(field: &Field, value: Signal<String>, set: Callback<String>, shortcuts: Vec<Choice>) -> AnyView {
    let traits =
        Traits { kind: "date", class: "input tabular date", input_mode: None, autocomplete: None, spellcheck: None };
    let control = input(field, value, set, &traits);
    if shortcuts.is_empty() {
        return control;
    }
    let shortcut = |Choice { value: day, label, .. }: Choice| {
        let field = field.clone();
        let choose = move |_| {
            set.run(day.clone());
            field.edited();
        };
        // The focus stays in the field: leaving it may show a mistake, and the press would miss its button.
        view! {
            <button class="link" type="button" on:mousedown=|event| event.prevent_default() on:click=choose>
                {label}
            </button>
        }
    };
    let shortcuts = shortcuts.into_iter().map(shortcut).collect_view();
    view! {
        {control}
        <p class="frequent">{shortcuts}</p>
    }
    .into_any()
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
    lines(&field, value.into(), setter(value), rows)
}

/// Several lines of text that are part of something larger.
#[component]
pub fn PartTextArea(
    /// Its place.
    field: Field,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// Something else was typed.
    #[prop(into)]
    on_input: Callback<String>,
    /// Lines shown at first.
    #[prop(default = 3)]
    rows: u8,
) -> impl IntoView {
    lines(&field, value, on_input, rows)
}

fn lines(field: &Field, value: Signal<String>, set: Callback<String>, rows: u8) -> AnyView {
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
                set.run(event_target_value(&event));
                typed.edited();
            }
            on:blur=move |_| left.left()
        ></textarea>
    };
    field.frame(control.into_any())
}
