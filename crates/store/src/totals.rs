//! Totals of lists that were counted before and still hold, and the few rows that a search found.
//!
//! Counting up to ten thousand rows takes many times as long as reading a page; so does finding which meters a word
//! is part of. Whatever changes what a community's meters and their owners look like leaves an entry in its audit log
//! in the same transaction, so the number of the latest entry tells whether an answer still holds, whichever program
//! made it.

use crate::entity::audit_entry;
use crate::error::{Error, Result};
use crate::page::{self, MAX_EXACT_TOTAL};
use crate::scope::CommunityScope;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbBackend};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Bytes of questions and answers that are kept; then all are forgotten, which costs a count each.
const KEPT: usize = 8 << 20;

/// What is asked: of which community, in which words.
type Asked = (Uuid, String);

/// The answers that this program knows, by community and question.
#[derive(Debug, Clone, Default)]
pub(crate) struct Totals(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    known: HashMap<Asked, Known>,
    bytes: usize,
}

/// An answer, and the latest entry of the log at its time.
#[derive(Debug, Clone)]
struct Known {
    entry: i64,
    answer: Answer,
}

#[derive(Debug, Clone)]
enum Answer {
    /// How many rows; none when more than are worth counting.
    Total(Option<u64>),
    /// Which rows, in no order.
    Found(Arc<[Uuid]>),
}

impl Answer {
    fn bytes(&self) -> usize {
        match self {
            Self::Total(_) => 0,
            Self::Found(ids) => size_of_val(&**ids),
        }
    }
}

impl Totals {
    fn get(&self, asked: &Asked, entry: i64) -> Option<Answer> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.known.get(asked).filter(|known| known.entry == entry).map(|known| known.answer.clone())
    }

    fn put(&self, asked: Asked, entry: i64, answer: Answer) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(former) = kept.known.remove(&asked) {
            kept.bytes -= asked.1.len() + former.answer.bytes();
        }
        let bytes = asked.1.len() + answer.bytes();
        if kept.bytes + bytes > KEPT {
            *kept = Kept::default();
        }
        kept.bytes += bytes;
        kept.known.insert(asked, Known { entry, answer });
    }
}

/// A question to which the answer may be known from before.
pub(crate) struct Question<'t> {
    asked: Asked,
    /// Where answers are kept, and the latest entry of the log; none where nothing may be remembered.
    kept: Option<(&'t Totals, i64)>,
}

impl Question<'_> {
    /// The ids that were found before and still hold.
    pub(crate) fn found(&self) -> Option<Arc<[Uuid]>> {
        let (totals, entry) = self.kept?;
        match totals.get(&self.asked, entry)? {
            Answer::Found(ids) => Some(ids),
            Answer::Total(_) => None,
        }
    }

    fn total(&self) -> Option<Option<u64>> {
        let (totals, entry) = self.kept?;
        match totals.get(&self.asked, entry)? {
            Answer::Total(total) => Some(total),
            Answer::Found(_) => None,
        }
    }

    /// Remembers what was found.
    pub(crate) fn keep(self, ids: &Arc<[Uuid]>) {
        self.keep_answer(Answer::Found(ids.clone()));
    }

    fn keep_answer(self, answer: Answer) {
        if let Some((totals, entry)) = self.kept {
            totals.put(self.asked, entry, answer);
        }
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
        let question = self.question(&counted).await?;
        if let Some(total) = question.total() {
            return Ok(total);
        }
        let total = page::count(&self.db, counted, MAX_EXACT_TOTAL).await?;
        question.keep_answer(Answer::Total(total));
        Ok(total)
    }

    /// A query of the community's meters and their owners as a question that may have been asked before.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn question(&self, query: &SelectStatement) -> Result<Question<'_>> {
        let kept = match self.totals {
            Some(totals) => self.latest_entry().await?.map(|entry| (totals, entry)),
            None => None,
        };
        Ok(Question { asked: (self.community, self.db.get_database_backend().build(query).to_string()), kept })
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
