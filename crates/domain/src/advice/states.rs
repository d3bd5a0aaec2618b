//! What becomes of an advice.
//!
//! `advised → done | partially_done | missed | superseded`, `done | partially_done → cancelled`. A further fixing makes a
//! partially done advice done, and a cancelled one takes it back; an advice never stands again once it was answered,
//! missed or replaced, so what was advised can always be compared with what was done.

use super::AdviceState;
use crate::key::Percent;

impl AdviceState {
    /// Where an advice of `advised` stands when `fixed` of it is fixed, once a fixing has answered it.
    #[must_use]
    pub fn answered(advised: Percent, fixed: Percent) -> Self {
        if fixed == Percent::ZERO {
            Self::Cancelled
        } else if fixed < advised {
            Self::PartiallyDone
        } else {
            Self::Done
        }
    }

    /// Whether a fixing may answer it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Advised | Self::PartiallyDone)
    }

    /// Whether it may become `next`.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Advised => matches!(next, Self::Done | Self::PartiallyDone | Self::Missed | Self::Superseded),
            Self::PartiallyDone => matches!(next, Self::Done | Self::PartiallyDone | Self::Cancelled),
            Self::Done => matches!(next, Self::PartiallyDone | Self::Cancelled),
            Self::Missed | Self::Superseded | Self::Cancelled => false,
        }
    }
}
