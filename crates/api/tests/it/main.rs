//! The HTTP tests of the program: all of them live in this one binary, below `tests/it/`, one module per subject.
//!
//! Each test starts the whole server on a free port with a database of its own (see `support`) and speaks
//! to it the way a client does: through crate `client`, raw where the request must be wrong on purpose.
//! The clock is injected, and mails are read from the development inbox. `CLEF_TEST_DB=postgres` with
//! `TEST_POSTGRES_URL` runs the same tests on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod audit;
mod calculations;
mod communities;
mod customers;
mod demo;
mod exchange;
mod headers;
mod idempotency;
mod keys;
mod markets;
mod members;
mod meters;
mod openapi;
mod operation;
mod optimisations;
mod organisations;
mod permissions;
mod portal;
mod preconditions;
mod problems;
mod program;
mod readings;
mod sessions;
mod simulations;
mod smtp;
mod support;
mod users;
mod web;
