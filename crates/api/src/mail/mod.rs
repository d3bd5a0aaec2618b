//! Mails: what they say, and the ways they leave.
//!
//! A handler appends a [`Letter`] to the outbox in the transaction that causes it; [`worker`] sends it later.

mod html;
pub(crate) mod inbox;
mod letter;
mod news;
mod reset_requests;
mod words;
mod worker;

pub(crate) use letter::{Letter, Rendered};
pub(crate) use reset_requests::{ResetRequests, serve_reset_requests};
pub(crate) use worker::{Delivery, Worker};
