//! Lists in pages: keyset cursors, which neither skip nor repeat an entry when others come and go.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `total` is counted up to here.
pub(crate) const MAX_EXACT_TOTAL: u64 = 10_000;

/// Which part of a list to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Most entries; at least 1.
    pub limit: u16,
    /// The former page's `next_cursor`.
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where to read on; absent on the last page.
    pub next_cursor: Option<String>,
    /// How many entries the filters let through; absent above 10,000.
    pub total: Option<u64>,
}

/// An order: by what, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort<K> {
    /// By what.
    pub by: K,
    /// Largest first.
    pub descending: bool,
}

/// What lists of named things can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameSort {
    /// The name, without case and accents.
    #[default]
    Name,
    /// The time of creation.
    CreatedAt,
}

/// How a list is read in order: by a column, and by the id where that is equal.
pub(crate) struct Keyset<R> {
    /// Names the order; a cursor of another one is refused.
    pub(crate) name: &'static str,
    /// The column, never null.
    pub(crate) column: Expr,
    /// The column of the id.
    pub(crate) id: Expr,
    /// Largest first.
    pub(crate) descending: bool,
    /// The row's value of the column.
    pub(crate) key: KeyOf<R>,
    /// The row's id.
    pub(crate) id_of: fn(&R) -> Uuid,
}

/// Takes the ordering value from a row.
pub(crate) enum KeyOf<R> {
    /// A text.
    Text(fn(&R) -> &str),
    /// An instant.
    Instant(fn(&R) -> DateTime<Utc>),
    /// A whole number.
    Number(fn(&R) -> i64),
    /// A calendar day.
    Day(fn(&R) -> NaiveDate),
}

impl Sort<NameSort> {
    /// How a list of named things is read in this order.
    pub(crate) fn keyset<R>(
        self,
        name: (Expr, fn(&R) -> &str),
        created_at: (Expr, fn(&R) -> DateTime<Utc>),
        id: (Expr, fn(&R) -> Uuid),
    ) -> Keyset<R> {
        let (order, column, key) = match self.by {
            NameSort::Name => ("name", name.0, KeyOf::Text(name.1)),
            NameSort::CreatedAt => ("created_at", created_at.0, KeyOf::Instant(created_at.1)),
        };
        Keyset { name: order, column, id: id.0, descending: self.descending, key, id_of: id.1 }
    }
}

/// What a cursor says, before it is encoded.
#[derive(Serialize, Deserialize)]
struct Position {
    /// The order: its name, with a leading `-` when descending.
    #[serde(rename = "s")]
    order: String,
    /// The ordering value of the last entry.
    #[serde(rename = "k")]
    key: String,
    /// The id of the last entry.
    #[serde(rename = "i")]
    id: Uuid,
}

impl<R: FromQueryResult> Keyset<R> {
    /// Reads one page of `query`, which selects and filters but does not order.
    pub(crate) async fn read(
        &self,
        db: &impl ConnectionTrait,
        query: SelectStatement,
        page: &PageRequest,
    ) -> Result<Page<R>> {
        let total = total(db, query.clone()).await?;
        self.read_of(db, query, total, page).await
    }

    /// Like [`Self::read`], where it is known how many rows `query` gives.
    pub(crate) async fn read_of(
        &self,
        db: &impl ConnectionTrait,
        mut query: SelectStatement,
        total: Option<u64>,
        page: &PageRequest,
    ) -> Result<Page<R>> {
        let limit = self.bound(&mut query, page)?;
        let rows = db.query_all(&query).await?;
        let mut items =
            rows.iter().map(|row| R::from_query_result(row, "")).collect::<std::result::Result<Vec<R>, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| self.cursor(last));
        Ok(Page { items, next_cursor, total })
    }

    /// Leaves of `query`, which selects and filters but does not order, the rows of a page and one more: whether it
    /// is there tells whether there is a next page. Returns how many a page has.
    ///
    /// # Errors
    /// `InvalidCursor`.
    pub(crate) fn bound(&self, query: &mut SelectStatement, page: &PageRequest) -> Result<usize> {
        if let Some(cursor) = &page.cursor {
            query.and_where(self.after(cursor)?);
        }
        let order = if self.descending { Order::Desc } else { Order::Asc };
        query.order_by_expr(self.column.clone(), order.clone());
        query.order_by_expr(self.id.clone(), order);
        let limit = usize::from(Ord::max(page.limit, 1));
        query.limit(limit as u64 + 1);
        Ok(limit)
    }

    fn order_name(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.name)
    }

    fn cursor(&self, last: &R) -> String {
        let key = match self.key {
            KeyOf::Text(key) => key(last).to_owned(),
            KeyOf::Instant(key) => key(last).timestamp_micros().to_string(),
            KeyOf::Number(key) => key(last).to_string(),
            KeyOf::Day(key) => key(last).to_string(),
        };
        let position = Position { order: self.order_name(), key, id: (self.id_of)(last) };
        URL_SAFE_NO_PAD.encode(serde_json::json!(position).to_string())
    }

    fn after(&self, cursor: &str) -> Result<Expr> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Error::InvalidCursor)?;
        let position: Position = serde_json::from_slice(&bytes).map_err(|_| Error::InvalidCursor)?;
        // PostgreSQL cannot hold a NUL in a text; no cursor of ours has one.
        if position.order != self.order_name() || position.key.contains('\0') {
            return Err(Error::InvalidCursor);
        }
        let key = match self.key {
            KeyOf::Text(_) => Expr::val(position.key),
            KeyOf::Instant(_) => Expr::val(instant(&position.key).ok_or(Error::InvalidCursor)?),
            KeyOf::Number(_) => Expr::val(position.key.parse::<i64>().map_err(|_| Error::InvalidCursor)?),
            KeyOf::Day(_) => Expr::val(day(&position.key).ok_or(Error::InvalidCursor)?),
        };
        let here = Expr::tuple([self.column.clone(), self.id.clone()]);
        let there = Expr::tuple([key, Expr::val(position.id)]);
        Ok(if self.descending { here.lt(there) } else { here.gt(there) })
    }
}

/// Years that both databases hold, and whose text on SQLite still sorts.
fn instant(micros: &str) -> Option<DateTime<Utc>> {
    let instant = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    (1900..=9999).contains(&instant.year()).then_some(instant)
}

/// Days that both databases hold, and whose text on SQLite still sorts.
fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| (1900..=9999).contains(&day.year()))
}

/// How many rows `query` gives; `None` when more than are worth counting.
pub(crate) async fn total(db: &impl ConnectionTrait, mut rows: SelectStatement) -> Result<Option<u64>> {
    count(db, rows.clear_selects().expr(Expr::val(1)).take(), MAX_EXACT_TOTAL).await
}

/// How many rows `query` gives; `None` when more than `max`.
pub(crate) async fn count(db: &impl ConnectionTrait, mut rows: SelectStatement, max: u64) -> Result<Option<u64>> {
    rows.limit(max + 1);
    let mut total = Query::select();
    total.expr(Expr::cust("COUNT(*)")).from_subquery(rows, "counted");
    let row = db.query_one(&total).await?.ok_or_else(|| Error::Inconsistent("a count without a row".to_owned()))?;
    let total = u64::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or_default();
    Ok((total <= max).then_some(total))
}

impl<T> Page<T> {
    /// The same page of other things.
    pub(crate) fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(each).collect(), next_cursor: self.next_cursor, total: self.total }
    }

    /// The same page of other things, unless one of them fails.
    pub(crate) fn try_map<U>(self, each: impl FnMut(T) -> Result<U>) -> Result<Page<U>> {
        let items = self.items.into_iter().map(each).collect::<Result<_>>()?;
        Ok(Page { items, next_cursor: self.next_cursor, total: self.total })
    }
}
