//! The one way to change anything: a transaction with its actor, its time and its idempotency key.
//!
//! Nothing else begins a transaction. On SQLite it begins IMMEDIATE: a transaction that first reads and
//! then writes would be refused at once when another writer came between, whatever the busy timeout.

use crate::connect::Store;
use crate::error::Result;
use crate::idempotency::{self, Claim, IdempotencyRequest, StoredResponse};
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::sync::{Mutex, PoisonError};
use uuid::{ContextV7, Timestamp, Uuid};

/// Who changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The program itself, or its command line.
    Program,
    /// A user.
    User {
        /// The login's id.
        id: Uuid,
        /// The name at this time, kept in the audit log.
        name: String,
    },
}

/// Who writes, when, and in answer to what.
#[derive(Debug, Clone)]
pub struct WriteContext {
    /// Who.
    pub actor: Actor,
    /// When; kept with microseconds.
    pub now: DateTime<Utc>,
    /// The request, for the audit log.
    pub request_id: Option<String>,
    /// Makes a repeated request answer what the first one answered.
    pub idempotency: Option<IdempotencyRequest>,
}

/// What a write came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written<T> {
    /// It was done now.
    Fresh(T),
    /// It was done before, under the same idempotency key: the answer given then.
    Replayed(StoredResponse),
}

/// A running transaction. When it is not committed, nothing of it remains.
///
/// On PostgreSQL rows are locked in one order, so that no two transactions wait for each other: organisation,
/// community, member, allocation key, meter, customer account, optimisation, login, user of an organisation, and then invitations,
/// grants and tokens.
#[derive(Debug)]
pub struct Tx {
    pub(crate) db: DatabaseTransaction,
    actor: Actor,
    now: DateTime<Utc>,
    request_id: Option<String>,
    idempotency: Option<IdempotencyRequest>,
    remembered: Mutex<Option<StoredResponse>>,
}

impl Store {
    /// Runs `work` in a transaction and commits when it succeeds.
    ///
    /// With an idempotency key, `work` must give its answer to [`Tx::remember`]; a repeated request does not
    /// run `work` at all. A failed `work` keeps nothing, so its key can be used again.
    ///
    /// # Errors
    /// Those of `work`; `IdempotencyMismatch` when the key belongs to another request; those of the database.
    pub async fn write<T, F>(&self, context: &WriteContext, work: F) -> Result<Written<T>>
    where
        F: AsyncFnOnce(&Tx) -> Result<T>,
    {
        let tx = self.begin(context).await?;
        let outcome = tx.run(work).await;
        if matches!(outcome, Ok(Written::Fresh(_))) {
            tx.db.commit().await?;
        } else if let Err(error) = tx.db.rollback().await {
            // The connection is closed then, which undoes the work as well.
            tracing::warn!(%error, "a rollback failed");
        }
        outcome
    }

    /// A transaction without an actor, for the program's own housekeeping.
    pub(crate) async fn begin_housekeeping(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    async fn begin(&self, context: &WriteContext) -> Result<Tx> {
        Ok(Tx {
            db: self.begin_housekeeping().await?,
            actor: context.actor.clone(),
            now: context.now.trunc_subsecs(6),
            request_id: context.request_id.clone(),
            idempotency: context.idempotency.clone(),
            remembered: Mutex::default(),
        })
    }
}

impl Tx {
    /// The time of this transaction.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Who writes.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Keeps the answer for a repeated request; without an idempotency key it does nothing.
    pub fn remember(&self, response: StoredResponse) {
        if self.idempotency.is_some() {
            *self.remembered.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
        }
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The actor's id, where it is a user.
    pub(crate) const fn actor_id(&self) -> Option<Uuid> {
        match &self.actor {
            Actor::Program => None,
            Actor::User { id, .. } => Some(*id),
        }
    }

    /// The actor's name, where it is a user: what rows keep as the last one who changed them.
    pub(crate) fn actor_name(&self) -> Option<String> {
        match &self.actor {
            Actor::Program => None,
            Actor::User { name, .. } => Some(name.clone()),
        }
    }

    /// A new id; later ones sort after it.
    pub(crate) fn new_id(&self) -> Uuid {
        static ORDER: Mutex<ContextV7> = Mutex::new(ContextV7::new());
        let seconds = u64::try_from(self.now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(&ORDER, seconds, self.now.timestamp_subsec_nanos()))
    }

    async fn run<T>(&self, work: impl AsyncFnOnce(&Self) -> Result<T>) -> Result<Written<T>> {
        let Some(request) = &self.idempotency else { return work(self).await.map(Written::Fresh) };
        if let Claim::Taken(response) = idempotency::claim(self, request).await? {
            return Ok(Written::Replayed(response));
        }
        let value = work(self).await?;
        let response = self.remembered.lock().unwrap_or_else(PoisonError::into_inner).take();
        idempotency::keep(self, request, response).await?;
        Ok(Written::Fresh(value))
    }
}
