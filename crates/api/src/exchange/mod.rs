//! Lists as files: from a table to the very bodies the API takes, and from its answers back to a table.
//!
//! A row becomes the JSON of `api_types::NewMeter` or `MemberInput` and is checked as that; so a file keeps every
//! rule a form keeps, and a new field is one line in [`meters::COLUMNS`] or [`members::COLUMNS`]. Headings and values
//! are those of the screens in any of the four languages, in any order.
//!
//! What is decided here: an empty cell leaves what is stored as it is. Meters are matched by their identifier, members
//! by e-mail, or by name where there is no e-mail. What a row changes of a meter's configuration holds from the day
//! in its row on: on the first day of a period it corrects that period, on another day a new period begins, and
//! without a day it begins today.

pub(crate) mod apply;
pub(crate) mod columns;
pub(crate) mod download;
pub(crate) mod jobs;
pub(crate) mod members;
pub(crate) mod meters;
mod owners;
mod report;
pub(crate) mod upload;
pub(crate) mod values;
pub(crate) mod words;

pub(crate) use owners::Owners;
pub(crate) use report::RowIssues;
