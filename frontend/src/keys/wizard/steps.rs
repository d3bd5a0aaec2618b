//! What each step of the wizard asks.

use super::Wizard;
use super::stage::Stage;
use crate::i18n::t;
use crate::keys::grid::KeyGrid;
use crate::keys::iterations::Iterations;
use crate::keys::names::Names;
use crate::keys::saving;
use crate::ui::{Field, NumberInput, StepBody};
use domain::key::RuleName;
use leptos::prelude::*;

/// The pointer of the number of consumers; the API does not have it.
pub const COUNT: &str = "/count";

/// The rules the wizard offers; the grid has the others too.
const RULES: &[RuleName] = &[RuleName::Prorata, RuleName::Equal, RuleName::Weighted];

/// A step.
pub fn view(wizard: Wizard, stage: Stage) -> AnyView {
    let (editor, community) = (wizard.editor, wizard.community);
    let content = match stage {
        Stage::Consumers => consumers(wizard),
        Stage::Names => view! { <Names editor=editor community=community /> }.into_any(),
        Stage::Iterations => view! { <Iterations editor=editor proposing=true rules=RULES /> }.into_any(),
        Stage::Finalisation => title(wizard),
        Stage::Review => view! {
            {title(wizard)}
            <KeyGrid editor=editor community=community />
        }
        .into_any(),
    };
    let words = format!("keys.step.{}", stage.as_str());
    view! {
        <StepBody place=stage.place() title=t(&format!("{words}.title")) hint=t(&format!("{words}.hint"))>
            {content}
        </StepBody>
    }
    .into_any()
}

fn consumers(wizard: Wizard) -> AnyView {
    let field = Field::of(wizard.editor.form, COUNT, t("keys.field.count")).hint(t("keys.field.count_hint"));
    view! { <div class="short-field"><NumberInput field=field value=wizard.count /></div> }.into_any()
}

fn title(wizard: Wizard) -> AnyView {
    saving::title(wizard.editor)
}
