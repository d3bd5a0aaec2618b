//! Lists as files: meters and members from a table, with a report before anything is stored, and every list as a
//! table.

mod drop_zone;
mod export;
mod file;
mod follow;
mod report;
mod rows;
mod upload;
mod words;

pub use drop_zone::{DropZone, table_zone};
pub use export::{ExportMenu, Fetch, import_link};
pub use file::read as read_file;
pub use follow::Following;
pub use report::ImportPage;
pub use upload::ImportNew;
