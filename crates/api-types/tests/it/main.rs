//! Requests, how they convert, and what refusals say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod details;
#[cfg(feature = "openapi")]
mod limits;
mod requests;
mod samples;
