//! Files of readings: from bytes to `domain::readings::file`, what is told of one before anything is stored, and what is
//! stored when somebody confirms it.
//!
//! The file itself is kept until then: what was answered to its questions, and what is stored by then, may change what
//! it means, so it is read again each time. Reading one is plain computation, to be run in a turn of `crate::turns`.

pub(crate) mod apply;
pub(crate) mod export;
mod newcomer;
mod read;
mod report;

pub(crate) use read::{MOST_BYTES, read};
pub(crate) use report::{Stored, found, points};
