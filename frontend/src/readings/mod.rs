//! Readings: what a meter took and gave, to look at over time; files of readings, with their reports, coming in and
//! being taken back.
//!
//! The calendar and what is a gap are those of `domain::readings`; sums come from the server. Must never know: how a
//! file is read, what a meter may take.

mod consumption;
mod imports;
mod period;
mod words;

pub use consumption::ConsumptionTab;
pub use imports::{ReadingImportNew, ReadingImportPage, ReadingsPage};
