//! Rows as they lie in the tables; they never leave this crate.
//!
//! Joins are written where they are needed, so that each query shows its tenant; no relations are declared here.

pub(crate) mod advice_calendar;
pub(crate) mod allocation_key;
pub(crate) mod allocation_key_consumer;
pub(crate) mod allocation_key_iteration;
pub(crate) mod allocation_key_version;
pub(crate) mod app_user;
pub(crate) mod audit_entry;
pub(crate) mod calculation;
pub(crate) mod calendar_link;
pub(crate) mod community;
pub(crate) mod customer;
pub(crate) mod dso;
pub(crate) mod fixing;
pub(crate) mod fixing_advice;
pub(crate) mod forecast;
pub(crate) mod forecast_series;
pub(crate) mod idempotency;
pub(crate) mod import;
pub(crate) mod import_row;
pub(crate) mod invitation;
pub(crate) mod market;
pub(crate) mod market_price;
pub(crate) mod market_service;
pub(crate) mod member;
pub(crate) mod meter;
pub(crate) mod meter_configuration;
pub(crate) mod notification;
pub(crate) mod optimisation;
pub(crate) mod organisation;
pub(crate) mod organisation_user;
pub(crate) mod outbox;
pub(crate) mod password_reset;
pub(crate) mod reading_change;
pub(crate) mod reading_file;
pub(crate) mod reading_import;
pub(crate) mod reading_month;
pub(crate) mod refresh_token;
pub(crate) mod role_grant;
pub(crate) mod told;
