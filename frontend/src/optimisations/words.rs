//! The words of optimisations, and what the states of advice look like.

use crate::i18n::t;
use crate::ui::Tone;
use crate::ui::chart::{Shape, shape};
use domain::advice::{AdviceState, FixingState};
use domain::optimisation::{MinimumPeriod, RiskAppetite};
use leptos::prelude::*;

/// How much risk a buyer accepts.
pub fn risk(of: RiskAppetite) -> String {
    t(&format!("optimisations.risk.{of}"))
}

/// The smallest part of a delivery that can be fixed.
pub fn minimum_period(of: MinimumPeriod) -> String {
    t(&format!("optimisations.minimum_period.{of}"))
}

/// What became of an advice.
pub fn advice_state(of: AdviceState) -> String {
    t(&format!("optimisations.state.{of}"))
}

/// The mark of an advice.
pub const fn advice_mark(of: AdviceState) -> Shape {
    match of {
        AdviceState::Advised => Shape::Hollow,
        AdviceState::Done => Shape::Full,
        AdviceState::PartiallyDone => Shape::Half,
        AdviceState::Missed => Shape::Cross,
        AdviceState::Superseded => Shape::Ring,
        AdviceState::Cancelled => Shape::Struck,
    }
}

/// Whether a fixing holds.
pub fn fixing_state(of: FixingState) -> String {
    t(&format!("optimisations.fixing_state.{of}"))
}

/// The mark of a fixing.
pub const fn fixing_mark(of: FixingState) -> Shape {
    match of {
        FixingState::Done => Shape::Full,
        FixingState::Cancelled => Shape::Struck,
    }
}

/// A state as a mark and a word.
pub fn marked(mark: Shape, words: String) -> AnyView {
    view! { <span class="marked">{shape(mark)}<span>{words}</span></span> }.into_any()
}

/// What an appetite means to the eye.
pub const fn risk_tone(of: RiskAppetite) -> Tone {
    match of {
        RiskAppetite::Low => Tone::Neutral,
        RiskAppetite::Moderate => Tone::Ahead,
        RiskAppetite::High => Tone::Waiting,
    }
}
