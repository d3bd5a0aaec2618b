//! What a control and its surroundings share: label, hint, unit, error and note, tied together by ids.

use super::Icon;
use super::form::FormState;
use crate::errors::field_id;
use crate::i18n::t;
use leptos::prelude::*;

/// A labelled place of a form.
///
/// Its id is the JSON pointer of the value with dashes (`/address/street` → `address-street`), so
/// that an error of the server finds its control.
#[derive(Clone)]
pub struct Field {
    pub(super) id: String,
    pub(super) label: String,
    hint: Option<String>,
    optional: bool,
    unit: Option<String>,
    error: Signal<Option<String>>,
    note: Signal<Option<String>>,
    pub(super) disabled: Signal<bool>,
    form: Option<(FormState, String)>,
}

impl Field {
    /// A field that stands alone, such as a filter.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            hint: None,
            optional: false,
            unit: None,
            error: Signal::default(),
            note: Signal::default(),
            disabled: Signal::default(),
            form: None,
        }
    }

    /// The field of a form that holds the value at `pointer`.
    pub fn of(form: FormState, pointer: impl Into<String>, label: impl Into<String>) -> Self {
        let (pointer, label) = (pointer.into(), label.into());
        form.register(&pointer, &label);
        let field = Self::new(field_id(&pointer), label);
        Self { error: form.error(pointer.clone()), form: Some((form, pointer)), ..field }
    }

    /// Adds a line under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Marks it as optional; a field is required otherwise.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Shows a unit inside the control.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Shows this mistake while there is one, for a field whose place in the form is not fixed.
    #[must_use]
    pub fn error(mut self, error: impl Into<Signal<Option<String>>>) -> Self {
        self.error = error.into();
        self
    }

    /// Shows a remark that stops nothing, while there is one.
    #[must_use]
    pub fn note(mut self, note: impl Into<Signal<Option<String>>>) -> Self {
        self.note = note.into();
        self
    }

    /// Cannot be filled while true.
    #[must_use]
    pub fn disabled(mut self, disabled: impl Into<Signal<bool>>) -> Self {
        self.disabled = disabled.into();
        self
    }

    /// The user left the control: from now on its mistakes are shown.
    pub(super) fn left(&self) {
        if let Some((form, pointer)) = &self.form {
            form.visit(pointer);
        }
    }

    /// The user changed the value: what the server said of the former one is void.
    pub(super) fn edited(&self) {
        if let Some((form, pointer)) = &self.form {
            form.forgive(pointer);
        }
    }

    pub(super) const fn required(&self) -> bool {
        !self.optional && self.form.is_some()
    }

    pub(super) fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some).then_some("true"))
    }

    /// Ids of everything that explains the control.
    pub(super) fn described_by(&self) -> Signal<Option<String>> {
        let Self { id, hint, error, note, .. } = self.clone();
        Signal::derive(move || {
            let parts = [
                hint.is_some().then(|| format!("{id}-hint")),
                error.with(Option::is_some).then(|| format!("{id}-error")),
                note.with(Option::is_some).then(|| format!("{id}-note")),
            ];
            let ids: Vec<String> = parts.into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    }

    /// The control with its label above and its messages below.
    pub(super) fn frame(&self, control: AnyView) -> AnyView {
        let label = view! { <label class="field-label" for=self.id.clone()>{self.label_content()}</label> };
        self.surround(label.into_any(), control)
    }

    /// Several controls under one legend.
    pub(super) fn group(&self, controls: AnyView) -> AnyView {
        let messages = self.messages();
        let (invalid, described_by) = (self.invalid(), self.described_by());
        view! {
            <fieldset
                class="field"
                id=self.id.clone()
                tabindex="-1"
                data-invalid=move || invalid.get()
                aria-describedby=move || described_by.get()
            >
                <legend class="field-label">{self.label_content()}</legend>
                {controls}
                {messages}
            </fieldset>
        }
        .into_any()
    }

    fn surround(&self, label: AnyView, control: AnyView) -> AnyView {
        let invalid = self.invalid();
        view! {
            <div class="field" data-invalid=move || invalid.get()>
                {label}
                <div class="field-control">
                    {control}
                    {self.unit.clone().map(|unit| view! { <span class="field-unit">{unit}</span> })}
                </div>
                {self.messages()}
            </div>
        }
        .into_any()
    }

    fn label_content(&self) -> AnyView {
        let optional = self.optional.then(|| view! { <span class="field-optional">{t("ui.optional")}</span> });
        view! { {self.label.clone()} {optional} }.into_any()
    }

    fn messages(&self) -> AnyView {
        let Self { id, hint, error, note, .. } = self.clone();
        let line = move |kind: &'static str, icon: Icon, text: Signal<Option<String>>| {
            let id = format!("{id}-{kind}");
            // Always there, so that a text that comes later is read out.
            view! {
                <div aria-live="polite">
                    {move || text.get().map(|text| view! {
                        <p class="field-message" data-kind=kind id=id.clone()>{icon.view()}<span>{text}</span></p>
                    })}
                </div>
            }
        };
        let hint = hint.map(|hint| view! { <p class="field-hint" id=format!("{}-hint", self.id)>{hint}</p> });
        view! {
            {hint}
            {line("error", Icon::Error, error)}
            {line("note", Icon::Warning, note)}
        }
        .into_any()
    }
}
