//! Tables as files: CSV and XLSX, read into rows of text and written from typed cells.
//!
//! Reading takes what spreadsheets really write: CSV with semicolons, commas or tabs, in UTF-8, UTF-16 or
//! Windows-1252; the wrapper `="…"`; dates and numbers of XLSX. Writing guards against formulas in CSV, where a
//! spreadsheet would otherwise run what somebody typed as their name.
//!
//! Reading blocks: call it through `actix_web::web::block`. This module must never know what the columns mean, who
//! asks, or the database.

mod cell;
mod csv_text;
mod read;
mod stream;
mod write;
mod xlsx;

pub(crate) use cell::{Cell, is_scientific_notation};
pub(crate) use read::{Limits, Sheet, SheetRow, read};
pub(crate) use stream::{Rows, StreamLimits, stream};
pub(crate) use write::{CsvStyle, CsvWriter, Format, XlsxWriter};
