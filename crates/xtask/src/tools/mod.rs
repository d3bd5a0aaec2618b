//! Programs that Clef does not bring along: found, or installed where that can be done without asking.

pub mod chromium;
pub mod node;
pub mod packages;
pub mod python;
