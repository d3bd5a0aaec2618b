//! The questionnaire that suggests an appetite for risk.
//!
//! Five questions, each answered carefully (0 points), in between (1) or boldly (2). Up to 3 points suggest a low appetite,
//! up to 7 a moderate one, more a high one. Whoever could not bear a rise of prices, or cannot act within days, is never
//! advised a high one: it waits for the best day, and both are what waiting takes. A question without an answer counts as
//! answered carefully. It is a suggestion; the buyer decides.

use super::RiskAppetite;
use crate::vocabulary::vocabulary;
use std::collections::BTreeMap;

vocabulary! {
    /// A question about the buyer.
    Question {
        /// What a rise of the energy price by a fifth would do to the company.
        PriceRise = "price_rise",
        /// How much of the company's costs energy is.
        EnergyShare = "energy_share",
        /// How firmly the energy budget stands beforehand.
        Budget = "budget",
        /// How soon the company can decide on a fixing.
        Reaction = "reaction",
        /// How well the company knows energy markets.
        Knowledge = "knowledge",
    }
    /// The answer to a question, by how much risk it speaks for.
    Answer {
        /// It speaks for little risk: a rise would endanger us, a large share, a firm budget, weeks, hardly.
        Careful = "careful",
        /// In between: a rise would hurt, a noticeable share, some room, days, somewhat.
        Balanced = "balanced",
        /// It speaks for risk: we would hardly notice, a small share, much room, the same day, well.
        Bold = "bold",
    }
}

impl Answer {
    const fn points(self) -> u32 {
        match self {
            Self::Careful => 0,
            Self::Balanced => 1,
            Self::Bold => 2,
        }
    }
}

/// The appetite for risk that answers speak for.
#[must_use]
pub fn suggest(answers: &BTreeMap<Question, Answer>) -> RiskAppetite {
    let answer = |question| answers.get(&question).copied().unwrap_or(Answer::Careful);
    let points: u32 = Question::ALL.iter().map(|&question| answer(question).points()).sum();
    let bars_high = [Question::PriceRise, Question::Reaction].map(answer).contains(&Answer::Careful);
    match points {
        0..=3 => RiskAppetite::Low,
        8.. if !bars_high => RiskAppetite::High,
        _ => RiskAppetite::Moderate,
    }
}
