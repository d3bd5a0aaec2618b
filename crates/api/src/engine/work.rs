//! Work on readings that were checked, done in pieces between which it can be broken off.

use crate::error::Error;
use std::ops::ControlFlow;

/// Told after each piece how many are behind and how many there are at most; says whether to go on.
pub(crate) type Watch<'w> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'w;

/// Something to be calculated.
pub(crate) trait Work: Send + 'static {
    /// The readings of consumers that it goes through.
    fn size(&self) -> usize;

    /// The answer, as JSON; none when `watch` broke it off.
    ///
    /// # Errors
    /// What is wrong with the readings.
    fn run(&self, watch: &mut Watch<'_>) -> Result<Option<String>, Error>;
}
