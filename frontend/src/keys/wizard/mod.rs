//! The wizard of guide F3: consumers, names, iterations, finalisation, and the review of the whole grid before anything
//! is created. It runs in the browser alone until then.
//!
//! What is typed is kept over steps and reloads; a step already reached can be gone back to at any time.

mod stage;
mod steps;

use super::editor::Editor;
use super::preview::Preview;
use super::saving::Saving;
use super::values::KeyValues;
use crate::draft::{Draft, Kept};
use crate::errors::{FieldErrors, of_violation};
use crate::i18n::t;
use crate::routing::{Route, use_router};
use crate::ui::{Button, Emphasis, ErrorSummary, PageHead, Steps, focus_step};
use domain::key::CONSUMERS_MAX;
use domain::violation::{Code, Param, Params, Violation};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use stage::Stage;
use uuid::Uuid;

/// What a draft of the wizard keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct WizardValues {
    stage: Stage,
    reached: Stage,
    count: String,
    key: KeyValues,
}

impl Default for WizardValues {
    fn default() -> Self {
        let stage = Stage::Consumers;
        Self { stage, reached: stage, count: String::new(), key: KeyValues::default() }
    }
}

/// The wizard at work.
#[derive(Clone, Copy)]
struct Wizard {
    community: Uuid,
    editor: Editor,
    count: RwSignal<String>,
    stage: RwSignal<Stage>,
    reached: RwSignal<Stage>,
}

/// The page.
#[component]
pub fn KeyWizard(
    /// The community that gets the key.
    community: Uuid,
) -> impl IntoView {
    let wizard = Wizard::new(community);
    let fresh = WizardValues::default();
    let kept =
        Draft::of(&format!("key.{community}")).keep(fresh, move || wizard.values(), move |values| wizard.fill(values));
    let saving = Saving::creation(wizard.editor, community, kept);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wizard.advance(saving);
    };
    let back = (Route::Keys(community).path(), t("keys.title"));
    view! {
        <PageHead title=t("keys.wizard.title") lead=t("keys.wizard.lead") back=back>
            {later(community, kept)}
        </PageHead>
        <Steps
            label=t("keys.steps")
            names=Stage::ALL.map(Stage::name).to_vec()
            current=Signal::derive(move || wizard.stage.get().index())
            reached=Signal::derive(move || wizard.reached.get().index())
            on_go=move |at: usize| wizard.go(Stage::ALL.get(at).copied().unwrap_or(Stage::Consumers))
        />
        {kept.notice()}
        <div class="studio">
            <form class="form studio-form" novalidate on:submit=submit>
                <ErrorSummary form=wizard.editor.form />
                {move || steps::view(wizard, wizard.stage.get())}
                {actions(wizard, saving)}
            </form>
            <Preview values=wizard.editor.values />
        </div>
    }
    .into_any()
}

/// The way out: what was typed stays as a draft, so leaving loses nothing and asks nothing.
fn later(community: Uuid, kept: Kept) -> AnyView {
    let router = use_router();
    let leave = move |()| {
        kept.rest();
        router.go(&Route::Keys(community).path());
    };
    view! { <Button label=t("keys.wizard.later") on_press=leave /> }.into_any()
}

fn actions(wizard: Wizard, saving: Saving) -> AnyView {
    let buttons = move || {
        let stage = wizard.stage.get();
        let back = stage.former().map(|former| {
            view! { <Button label=t("keys.wizard.back") on_press=move |()| wizard.go(former) /> }
        });
        let label = t(stage.action());
        view! {
            {back}
            <Button label=label emphasis=Emphasis::Primary submit=true busy=saving.busy() />
        }
    };
    view! { <div class="form-actions">{buttons}</div> }.into_any()
}

impl Wizard {
    fn new(community: Uuid) -> Self {
        let WizardValues { stage, reached, count, key } = WizardValues::default();
        let (stage, reached, count) = (RwSignal::new(stage), RwSignal::new(reached), RwSignal::new(count));
        let relevant = move |errors: FieldErrors| match stage.get() {
            Stage::Consumers => count_errors(&count.get()),
            Stage::Names => errors.within(&["/consumers"]),
            Stage::Iterations => errors.within(&["/iterations"]),
            Stage::Finalisation => errors.within(&["/name", "/description"]),
            Stage::Review => errors,
        };
        Self { community, editor: Editor::new(key, relevant), count, stage, reached }
    }

    /// What the draft keeps; tracks everything.
    fn values(self) -> WizardValues {
        let key = self.editor.values.get();
        WizardValues { stage: self.stage.get(), reached: self.reached.get(), count: self.count.get(), key }
    }

    fn fill(self, values: WizardValues) {
        let WizardValues { stage, reached, count, key } = values;
        self.editor.values.set(key);
        self.count.set(count);
        self.reached.set(reached);
        self.stage.set(stage);
    }

    /// Shows another step; the focus goes to its heading.
    fn go(self, stage: Stage) {
        self.editor.form.turn_page();
        self.editor.close_change();
        // The number follows when names were pasted, or lines added in the review.
        let count = self.editor.values.with_untracked(|key| key.consumers.len());
        if count > 0 {
            self.count.set(count.to_string());
        }
        self.stage.set(stage);
        focus_step();
    }

    /// The step's button was pressed: on to the next step when this one has no mistake, and creation at the end.
    fn advance(self, saving: Saving) {
        let stage = self.stage.get_untracked();
        let Some(next) = stage.next() else { return saving.send() };
        if !self.editor.form.submit() {
            return;
        }
        match stage {
            Stage::Consumers => {
                let count = read_count(&self.count.get_untracked()).unwrap_or(1);
                self.editor.edit(None, |values| values.resize(count));
            }
            Stage::Iterations => self.editor.edit(None, KeyValues::accept_proposal),
            Stage::Names | Stage::Finalisation | Stage::Review => {}
        }
        self.reached.update(|reached| *reached = next.max(*reached));
        self.go(next);
    }
}

fn read_count(typed: &str) -> Option<usize> {
    typed.trim().parse().ok().filter(|count| (1..=CONSUMERS_MAX).contains(count))
}

fn count_errors(typed: &str) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if read_count(typed).is_none() {
        let code = if typed.trim().is_empty() { Code::Required } else { Code::OutOfRange };
        let params = Params::from([("min", Param::from(1_usize)), ("max", Param::from(CONSUMERS_MAX))]);
        let violation = Violation { pointer: steps::COUNT.to_owned(), code, params };
        errors.set(steps::COUNT, of_violation(&violation));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_consumers_is_whole_and_possible() {
        assert_eq!(read_count(" 3 "), Some(3));
        for typed in ["", "0", "-1", "3.5", "5001", "many"] {
            assert_eq!(read_count(typed), None, "{typed}");
            assert!(count_errors(typed).get(steps::COUNT).is_some(), "{typed}");
        }
        assert!(count_errors("5000").is_empty());
    }
}
