//! The store on both databases: every test runs on a fresh SQLite file and, where `TEST_POSTGRES_URL` names a
//! server it may administer, on a fresh PostgreSQL database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[macro_use]
mod harness;
mod world;

mod accounts;
mod audit;
mod communities;
mod idempotency;
mod invitations;
mod maintenance;
mod members;
mod meter_list;
mod meters;
mod migrating;
mod organisations;
mod outbox;
mod paging;
mod password_resets;
mod sessions;
mod tenancy;
mod users;
mod writing;
