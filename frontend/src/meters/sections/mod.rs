//! The sections of the forms of a meter, in the order of guide F1: what identifies it, and what is true
//! of it from a day on.

mod configuration;
mod identity;

pub use configuration::ConfigurationParts;
pub use identity::IdentityParts;

use crate::ui::Choice;
use api_types::Dso;
use domain::violation::Warning;
use leptos::prelude::*;

/// Warnings to show at their fields: pointers and texts.
pub type Notes = Memo<Vec<(String, String)>>;

/// Warnings as texts.
pub fn notes(warnings: impl Fn() -> Vec<Warning> + Send + Sync + 'static) -> Notes {
    Memo::new(move |_| {
        warnings().iter().map(|warning| (warning.pointer.clone(), crate::errors::of_warning(warning))).collect()
    })
}

/// The operators of grids to choose from.
pub fn dso_choices(dsos: &[Dso]) -> Vec<Choice> {
    dsos.iter().map(|dso| Choice::new(dso.code.clone(), dso.name.clone())).collect()
}

/// The text at a pointer.
fn note_at(notes: Notes, pointer: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        notes.with(|notes| {
            let texts: Vec<&str> =
                notes.iter().filter(|(at, _)| at == pointer).map(|(_, text)| text.as_str()).collect();
            (!texts.is_empty()).then(|| texts.join(" "))
        })
    })
}
