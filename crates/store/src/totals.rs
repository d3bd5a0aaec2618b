//! Totals of lists that were counted before and still hold.
//!
//! Counting up to ten thousand rows takes many times as long as reading a page. Whatever changes what a community's
//! meters and their owners look like leaves an entry in its audit log in the same transaction, so the number of the
//! latest entry tells whether a total still holds, whichever program made it.

use crate::entity::audit_entry;
use crate::error::{Error, Result};
use crate::page::{self, MAX_EXACT_TOTAL};
use crate::scope::CommunityScope;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Totals that are kept; then all are forgotten, which costs a count each.
const KEPT: usize = 1_000;

/// The totals that this program knows, by community and question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals(Arc<Mutex<HashMap<(Uuid, String), Known>>>);

/// A total, and the latest entry of the log at its time.
#[derive(Debug, Clone, Copy)]
struct Known {
    entry: i64,
    total: Option<u64>,
}

impl Totals {
    fn get(&self, question: &(Uuid, String), entry: i64) -> Option<Option<u64>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(question).copied();
        known.filter(|known| known.entry == entry).map(|known| known.total)
    }

    fn put(&self, question: (Uuid, String), entry: i64, total: Option<u64>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(question, Known { entry, total });
    }
}

impl CommunityScope<'_> {
    /// How many rows a query gives that asks for nothing but the community's meters and their owners; `None` when more
    /// than are worth counting.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn total_of_meters(&self, mut counted: SelectStatement) -> Result<Option<u64>> {
        self.count_of_meters(counted.clear_selects().expr(Expr::val(1)).take()).await
    }

    /// The same of a query whose columns must stay, as those of a union.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn count_of_meters(&self, counted: SelectStatement) -> Result<Option<u64>> {
        let known = match self.totals {
            Some(totals) => self.latest_entry().await?.map(|entry| (totals, entry)),
            None => None,
        };
        let Some((totals, entry)) = known else { return page::count(&self.db, counted, MAX_EXACT_TOTAL).await };
        let question = (self.community, self.db.get_database_backend().build(&counted).to_string());
        if let Some(total) = totals.get(&question, entry) {
            return Ok(total);
        }
        let total = page::count(&self.db, counted, MAX_EXACT_TOTAL).await?;
        totals.put(question, entry, total);
        Ok(total)
    }

    /// The number of the latest entry in the community's log; none while it does not tell.
    async fn latest_entry(&self) -> Result<Option<i64>> {
        let mut query = Query::select();
        query
            .expr(Expr::col(audit_entry::Column::Seq).max())
            .from(audit_entry::Entity)
            .and_where(Expr::col(audit_entry::Column::CommunityId).eq(self.community));
        // SQLite has one writer at a time. On PostgreSQL somebody may be at it whose entry has a lower number and
        // comes later: they have changed something by then, and so are known as a transaction that goes on.
        query.expr(match self.db.get_database_backend() {
            DbBackend::Postgres => {
                Expr::cust("pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())")
            }
            _ => Expr::val(true),
        });
        let row = self.db.query_one(&query).await?;
        let row = row.ok_or_else(|| Error::Inconsistent("a maximum without a row".to_owned()))?;
        let (entry, tells): (Option<i64>, bool) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        Ok(entry.filter(|_| tells))
    }
}
