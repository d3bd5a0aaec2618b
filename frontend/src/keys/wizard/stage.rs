//! The steps of the wizard, and where one is among them.

use crate::i18n::{t, tr};
use serde::{Deserialize, Serialize};

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// How many share.
    Consumers,
    /// What they are called.
    Names,
    /// How the energy is shared.
    Iterations,
    /// What the key is called.
    Finalisation,
    /// The whole grid once more.
    Review,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Consumers, Self::Names, Self::Iterations, Self::Finalisation, Self::Review];

    /// The part of the keys of its words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Consumers => "consumers",
            Self::Names => "names",
            Self::Iterations => "iterations",
            Self::Finalisation => "finalisation",
            Self::Review => "review",
        }
    }

    /// What its button says.
    pub const fn action(self) -> &'static str {
        match self {
            Self::Consumers | Self::Names | Self::Iterations => "keys.wizard.validate",
            Self::Finalisation => "keys.wizard.submit",
            Self::Review => "keys.create",
        }
    }

    /// Its place among them.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name among the steps.
    pub fn name(self) -> String {
        t(&format!("keys.step.{}", self.as_str()))
    }

    /// Where it is, in words.
    pub fn place(self) -> String {
        match self {
            Self::Review => t("keys.step.last"),
            _ => tr("keys.step.of", &[("number", &(self.index() + 1).to_string()), ("count", "4")]),
        }
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.index() + 1).copied()
    }

    /// The one before it.
    pub fn former(self) -> Option<Self> {
        Self::ALL.get(self.index().checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn steps_follow_each_other() {
        for pair in Stage::ALL.windows(2) {
            assert_eq!((pair[0].next(), pair[1].former()), (Some(pair[1]), Some(pair[0])));
        }
        assert_eq!((Stage::Review.next(), Stage::Consumers.former()), (None, None));
    }
}
