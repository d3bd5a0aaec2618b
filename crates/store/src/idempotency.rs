//! Repeated requests: a caller's key, claimed in the same transaction as the effect.

use crate::entity::idempotency::{self, Column, Entity};
use crate::error::{Error, Result};
use crate::write::Tx;
use chrono::TimeDelta;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, Set, TryInsertResult};
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

/// How long an answer is kept.
pub(crate) const KEPT: TimeDelta = TimeDelta::hours(24);

/// Claims the request's key for this transaction, unless an earlier request has it.
///
/// Of two at the same time the second waits, in the database, until the first has committed or given up.
pub(crate) async fn claim(tx: &Tx, request: &IdempotencyRequest) -> Result<Claim> {
    let forgotten = tx.now() - KEPT;
    Entity::delete_many().filter(of(request)).filter(Column::CreatedAt.lte(forgotten)).exec(&tx.db).await?;
    let row = idempotency::Model {
        caller_id: request.caller,
        key: request.key.clone(),
        request_hash: request.request_hash.clone(),
        status: None,
        headers: None,
        body: None,
        created_at: tx.now(),
    };
    let inserted =
        Entity::insert(row.into_active_model()).on_conflict_do_nothing().exec_without_returning(&tx.db).await?;
    if matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0) {
        return Ok(Claim::Ours);
    }
    let earlier = Entity::find().filter(of(request)).one(&tx.db).await?;
    let earlier = earlier.ok_or_else(|| inconsistent("neither free nor taken"))?;
    if earlier.request_hash != request.request_hash {
        return Err(Error::IdempotencyMismatch);
    }
    response(earlier).map(Claim::Taken)
}

/// Keeps the answer of the request that claimed the key.
pub(crate) async fn keep(tx: &Tx, request: &IdempotencyRequest, response: Option<StoredResponse>) -> Result<()> {
    let response = response.ok_or_else(|| inconsistent("a write that did not remember its answer"))?;
    let row = idempotency::ActiveModel {
        status: Set(Some(i64::from(response.status))),
        headers: Set(Some(serde_json::json!(response.headers))),
        body: Set(Some(response.body)),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(of(request)).exec(&tx.db).await?;
    Ok(())
}

fn of(request: &IdempotencyRequest) -> Condition {
    Condition::all().add(Column::CallerId.eq(request.caller)).add(Column::Key.eq(request.key.as_str()))
}

fn response(row: idempotency::Model) -> Result<StoredResponse> {
    let status = row.status.and_then(|status| u16::try_from(status).ok());
    let headers = row.headers.and_then(|headers| serde_json::from_value(headers).ok());
    match (status, headers) {
        (Some(status), Some(headers)) => Ok(StoredResponse { status, headers, body: row.body.unwrap_or_default() }),
        _ => Err(inconsistent("a kept answer that cannot be read")),
    }
}

fn inconsistent(what: &str) -> Error {
    Error::Inconsistent(format!("idempotency: {what}"))
}
