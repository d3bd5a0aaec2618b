//! Repeated requests: a caller's key, claimed in the same transaction as the effect.

use crate::error::Result;
use crate::write::Tx;
use uuid::Uuid;

/// A caller's wish that a repeated request has no second effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRequest {
    /// Whose key it is; two callers may use the same one.
    pub caller: Uuid,
    /// The key.
    pub key: String,
    /// A digest of method, path and body: the same key with another one is a mistake.
    pub request_hash: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The status.
    pub status: u16,
    /// Names and values of the headers to give again.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there was none.
    pub body: Vec<u8>,
}

/// What became of a key.
pub(crate) enum Claim {
    /// It was free; it is this transaction's now.
    Ours,
    /// It belongs to an earlier request with this answer.
    Taken(StoredResponse),
}

pub(crate) async fn claim(_tx: &Tx, _request: &IdempotencyRequest) -> Result<Claim> {
    todo!()
}

pub(crate) async fn keep(_tx: &Tx, _request: &IdempotencyRequest, _response: Option<StoredResponse>) -> Result<()> {
    todo!()
}
