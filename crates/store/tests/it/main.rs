//! The store on both databases: every test runs on a fresh SQLite file and, where `TEST_POSTGRES_URL` names a
//! server it may administer, on a fresh PostgreSQL database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[macro_use]
mod harness;
mod world;

mod accounts;
mod audit;
mod calculations;
mod communities;
mod customers;
mod forecasts;
mod idempotency;
mod imports;
mod invitations;
mod keys;
mod maintenance;
mod members;
mod meter_list;
mod meters;
mod migrating;
mod optimisations;
mod organisations;
mod outbox;
mod paging;
mod password_resets;
mod readings;
mod sessions;
mod tenancy;
mod timelines;
mod users;
mod writing;
