//! A form's mistakes: which there are, which are shown, where they lead.
//!
//! The rules run all the time over what is typed; a mistake is shown once its field was left or the
//! form was sent, and goes away as soon as it is mended. What the server said of a field stands until
//! that field is edited.

use super::{Icon, Notice, NoticeKind};
use crate::errors::{FieldErrors, describe, field_id};
use crate::i18n::{t, tn};
use leptos::html;
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Issue {
    /// The control to go to; none for the form as a whole.
    control: Option<String>,
    text: String,
}

/// Pointers with their labels, in the order of the form, which may have thousands of fields.
#[derive(Debug, Clone, Default)]
struct Labels {
    order: Vec<(String, String)>,
    places: HashMap<String, usize>,
}

impl Labels {
    /// Names a field; one that is named again keeps its place.
    fn put(&mut self, pointer: &str, label: &str) {
        match self.places.get(pointer) {
            Some(&at) => label.clone_into(&mut self.order[at].1),
            None => {
                self.places.insert(pointer.to_owned(), self.order.len());
                self.order.push((pointer.to_owned(), label.to_owned()));
            }
        }
    }
}

/// The state of a form besides its values.
#[derive(Debug, Clone, Copy)]
pub struct FormState {
    /// What the rules say of what is typed now.
    live: Memo<FieldErrors>,
    /// What the server said of what was sent.
    server: RwSignal<FieldErrors>,
    visited: RwSignal<BTreeSet<String>>,
    submitted: RwSignal<bool>,
    labels: StoredValue<Labels>,
    summary: NodeRef<html::Section>,
    /// An answer is awaited.
    pub busy: RwSignal<bool>,
}

impl FormState {
    /// A form whose values `check` looks at; it is called again whenever a signal it reads changes.
    pub fn new(check: impl Fn() -> FieldErrors + Send + Sync + 'static) -> Self {
        Self {
            live: Memo::new(move |_| check()),
            server: RwSignal::default(),
            visited: RwSignal::default(),
            submitted: RwSignal::new(false),
            labels: StoredValue::default(),
            summary: NodeRef::new(),
            busy: RwSignal::new(false),
        }
    }

    /// Names the field at a pointer, for the summary; controls made by `Field::of` do so themselves.
    pub fn register(self, pointer: &str, label: &str) {
        self.labels.update_value(|labels| labels.put(pointer, label));
    }

    /// The message to show at a field.
    pub fn error(self, pointer: impl Into<String>) -> Signal<Option<String>> {
        let pointer = pointer.into();
        Signal::derive(move || self.message(&pointer))
    }

    /// The message to show at a field whose place is only known now, such as one of a list.
    pub fn message(self, pointer: &str) -> Option<String> {
        if let Some(message) = self.server.with(|errors| errors.get(pointer).map(str::to_owned)) {
            return Some(message);
        }
        let shown = self.submitted.get() || self.visited.with(|visited| visited.contains(pointer));
        if shown { self.live.with(|errors| errors.get(pointer).map(str::to_owned)) } else { None }
    }

    /// The control at a pointer was left: from now on its mistakes are shown.
    pub fn visit(self, pointer: &str) {
        // A field that is taken off the page loses the focus, and by then the form may be gone.
        if self.visited.try_with_untracked(|visited| visited.contains(pointer)) == Some(false) {
            self.visited.update(|visited| {
                visited.insert(pointer.to_owned());
            });
        }
    }

    /// Another part of the form comes in sight, whose mistakes nobody has had the chance to make.
    pub fn turn_page(self) {
        self.server.set(FieldErrors::default());
        self.submitted.set(false);
    }

    /// The value at a pointer was changed: what the server said of the former one is void.
    pub fn forgive(self, pointer: &str) {
        if self.server.with_untracked(|errors| errors.get(pointer).is_some()) {
            self.server.update(|errors| errors.clear(pointer));
        }
    }

    /// The user wants to send: true when the rules find nothing and nothing is under way. Otherwise all
    /// mistakes show and the summary takes the focus.
    pub fn submit(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.server.set(FieldErrors::default());
        self.submitted.set(true);
        let fine = self.live.with_untracked(FieldErrors::is_empty);
        if !fine {
            self.focus_summary();
        }
        fine
    }

    /// The request failed: shows what the server said at its fields, or else what happened to the form
    /// as a whole, and moves the focus there.
    pub fn refuse(self, error: &client::Error) {
        let mut errors = error.problem().map(FieldErrors::of_problem).unwrap_or_default();
        if errors.is_empty() {
            errors.set("", describe(error));
        }
        self.server.set(errors);
        self.submitted.set(true);
        self.focus_summary();
    }

    /// The request failed because of one field, which the problem as a whole does not name.
    pub fn refuse_at(self, pointer: &str, error: &client::Error) {
        let mut errors = FieldErrors::default();
        errors.set(pointer, describe(error));
        self.server.set(errors);
        self.submitted.set(true);
        self.focus_summary();
    }

    fn issues(self) -> Vec<Issue> {
        if !self.submitted.get() {
            return Vec::new();
        }
        let server = self.server.get();
        self.live.with(|live| self.labels.with_value(|labels| issues(&server, live, labels)))
    }

    fn focus_summary(self) {
        // After the summary has been rendered.
        request_animation_frame(move || {
            if let Some(element) = self.summary.get_untracked() {
                let _ = element.focus();
            }
        });
    }
}

/// The summary's lines: fields in the order of the form, then what belongs to none. Where both have
/// something to say of a field, the server's word counts.
fn issues(server: &FieldErrors, live: &FieldErrors, labels: &Labels) -> Vec<Issue> {
    let of_fields = labels.order.iter().filter_map(|(pointer, label)| {
        let message = server.get(pointer).or_else(|| live.get(pointer))?;
        Some(Issue { control: Some(field_id(pointer)), text: format!("{label}: {message}") })
    });
    let others = server
        .iter()
        .chain(live.iter())
        .filter(|(pointer, _)| !labels.places.contains_key(*pointer))
        .map(|(_, message)| Issue { control: None, text: message.to_owned() });
    of_fields.chain(others).collect()
}

/// What is wrong, on top of the form, each with a link to its field.
#[component]
pub fn ErrorSummary(
    /// The form.
    form: FormState,
) -> impl IntoView {
    let issues = Memo::new(move |_| form.issues());
    view! {
        <section
            class="error-summary"
            tabindex="-1"
            aria-labelledby="error-summary-title"
            node_ref=form.summary
            hidden=move || issues.with(Vec::is_empty)
        >
            <h2 id="error-summary-title">
                {Icon::Error.view()}
                {move || issues.with(|issues| summary_title(issues))}
            </h2>
            <ul>{move || issues.get().into_iter().map(issue_line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// How many fields to correct; when there is none, only that it was not saved.
fn summary_title(issues: &[Issue]) -> String {
    match issues.iter().filter(|issue| issue.control.is_some()).count() {
        0 => t("ui.not_saved"),
        count => tn("ui.mistakes", count as u64),
    }
}

fn issue_line(Issue { control, text }: Issue) -> AnyView {
    match control {
        Some(control) => view! { <li><a href=format!("#{control}")>{text}</a></li> }.into_any(),
        None => view! { <li>{text}</li> }.into_any(),
    }
}

/// Fields that belong together, with a title beside them where there is room.
#[component]
pub fn FormSection(
    /// What they are about.
    #[prop(into)]
    title: String,
    /// One or two sentences that help to fill them.
    #[prop(optional, into)]
    hint: Option<String>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="form-section">
            <div class="form-section-head">
                <h2>{title}</h2>
                {hint.map(|hint| view! { <p>{hint}</p> })}
            </div>
            <div class="form-grid">{children()}</div>
        </section>
    }
    .into_any()
}

/// A notice that a draft was put back, with the way to throw it away.
#[component]
pub fn DraftNotice(
    /// What it says.
    #[prop(into)]
    text: String,
    /// The words of the action.
    #[prop(into)]
    action: String,
    /// Throws it away.
    #[prop(into)]
    on_discard: Callback<()>,
) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info>
            <p class="notice-row">
                <span>{text}</span>
                <button type="button" class="link" on:click=move |_| on_discard.run(())>{action}</button>
            </p>
        </Notice>
    }
    .into_any()
}

/// Declares the values of a form twice: as plain data (`$plain`, which drafts and tests use) and as
/// signals (`$signals`, which the controls are bound to). The plain data needs a `Default`: the values
/// of a fresh form.
#[macro_export]
macro_rules! form_fields {
    (
        $(#[$plain_doc:meta])* $plain:ident;
        $(#[$signals_doc:meta])* $signals:ident;
        $($(#[$doc:meta])* $name:ident: $kind:ty),+ $(,)?
    ) => {
        $(#[$plain_doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $plain { $($(#[$doc])* pub $name: $kind),+ }

        $(#[$signals_doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $signals { $($(#[$doc])* pub $name: leptos::prelude::RwSignal<$kind>),+ }

        impl $signals {
            /// Signals that hold these values.
            pub fn new(values: $plain) -> Self {
                Self { $($name: leptos::prelude::RwSignal::new(values.$name)),+ }
            }

            /// The values now; tracks every one of them.
            pub fn values(self) -> $plain {
                use leptos::prelude::Get;
                $plain { $($name: self.$name.get()),+ }
            }

            /// Replaces the values.
            pub fn fill(self, values: $plain) {
                use leptos::prelude::Set;
                $(self.$name.set(values.$name);)+
            }
        }
    };
}
pub use form_fields as fields;

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(of: &[(&str, &str)]) -> FieldErrors {
        let mut errors = FieldErrors::default();
        for (pointer, message) in of {
            errors.set(pointer, (*message).to_owned());
        }
        errors
    }

    #[test]
    fn the_summary_follows_the_form_and_ends_with_what_has_no_field() {
        let server = errors(&[("", "try again"), ("/city", "unknown")]);
        let live = errors(&[("/city", "required"), ("/street", "required")]);
        let mut labels = Labels::default();
        for (pointer, label) in [("/street", "?"), ("/city", "City"), ("/box", "Box"), ("/street", "Street")] {
            labels.put(pointer, label);
        }
        let lines: Vec<String> = issues(&server, &live, &labels).into_iter().map(|issue| issue.text).collect();
        assert_eq!(lines, ["Street: required", "City: unknown", "try again"]);
    }
}
