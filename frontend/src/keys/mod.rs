//! Allocation keys: the list, the wizard, the free grid, what a key does on a year of readings, and better weights.
//!
//! The rules and the engine are those of `domain`, compiled into this part; nothing here decides what is right, and no
//! percentage is ever a float.

mod actions;
mod changes;
mod compare;
mod detail;
mod edit;
mod editor;
mod files;
mod grid;
mod history;
mod iterations;
mod list;
mod matrix;
mod names;
mod paste;
mod percent;
mod pick;
mod preview;
mod saving;
mod search;
mod sheet;
mod values;
mod versions;
mod wizard;
mod words;

pub use compare::KeyCompare;
pub use detail::KeyPage;
pub use files::KeyImportPage;
pub use list::KeyList;
pub use percent::read as read_percent;
pub use sheet::{KeyEdit, KeyGridNew};
pub use wizard::KeyWizard;
