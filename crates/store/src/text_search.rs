//! Search by words: every word must stand somewhere in one of the stored, folded texts.
//!
//! The condition alone would have the database look at every row. So a list first asks the index of parts of texts
//! how many rows the rarest word leaves ([`narrow`]): few are then read and sorted, whatever the size of the list; of
//! many, the first page is soon found by walking in order.

use crate::error::Result;
use crate::page::MAX_EXACT_TOTAL;
use crate::scope::CommunityScope;
use domain::text::fold;
use sea_orm::sea_query::extension::sqlite::SqliteBinOper;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, Query, SelectStatement, UnionType};
use sea_orm::{Condition, ConnectionTrait, DbBackend};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// What has an index of the parts of its `search_key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Indexed {
    /// Meters.
    Meter,
    /// Members.
    Member,
}

/// What a search leaves of a list.
pub(crate) enum Narrowed {
    /// All of it, as far as the index can tell.
    No,
    /// At most as many rows as a `total` counts: those that this query gives the ids of.
    To(Box<SelectStatement>),
    /// Few rows, with these ids: the index need not be asked again for the page and for its total.
    Few(Arc<[Uuid]>),
}

/// Below this many rows of a community, looking at each is as fast as an index, which knows those of others, too.
const SMALL: u64 = 2_000;

/// As many ids as are worth naming one by one. One that is found in several ways counts as several.
const FEW: u64 = 2_000;

/// The shortest part of a text that the indexes know.
const SHORTEST: usize = 3;

/// As much of the end of a part as is asked of an index. Identifiers differ in their ends, and each letter more is
/// another list to be read.
const TELLING: usize = 5;

impl Indexed {
    /// The column of what [`Self::containing`] gives.
    pub(crate) const ID: &str = "found_id";

    const fn table(self) -> &'static str {
        match self {
            Self::Meter => "meter",
            Self::Member => "member",
        }
    }

    /// The ids of a community's rows whose text contains `part`, which is folded and long enough.
    pub(crate) fn containing(self, backend: DbBackend, community: Uuid, part: &str) -> SelectStatement {
        let table = self.table();
        let mut ids = Query::select();
        if backend == DbBackend::Postgres {
            ids.expr_as(Expr::col((table, "id")), Self::ID)
                .from(table)
                .and_where(Expr::col((table, "community_id")).eq(community))
                .and_where(contains(Expr::col((table, "search_key")), part));
            return ids;
        }
        let (texts, rows) = (format!("{table}_search"), format!("{table}_search_row"));
        // Quoted, it is one phrase: nothing in it is an operator.
        let phrase = format!("\"{}\"", part.replace('"', "\"\""));
        ids.expr_as(Expr::col((rows.clone(), format!("{table}_id"))), Self::ID)
            .from(texts.clone())
            .inner_join(rows.clone(), Expr::col((rows.clone(), "number")).equals((texts.clone(), "rowid")))
            .and_where(Expr::col((texts, "search_key")).binary(SqliteBinOper::Match, phrase))
            .and_where(Expr::col((rows, "community_id")).eq(community));
        ids
    }
}

/// The ids of rows that may contain one of `parts`, each found in its `way`; none when one is too short for an index.
pub(crate) fn any_of(parts: &[&str], way: impl Fn(&str) -> SelectStatement) -> Option<SelectStatement> {
    if parts.iter().any(|part| part.chars().count() < SHORTEST) {
        return None;
    }
    let mut ways = parts.iter().map(|part| way(end(part)));
    let mut first = ways.next()?;
    first.unions(ways.map(|way| (UnionType::All, way)));
    Some(first)
}

fn end(part: &str) -> &str {
    part.char_indices().rev().nth(TELLING - 1).map_or(part, |(at, _)| &part[at..])
}

/// Finds what to narrow a community's list `all` to: the fewest ids that one of the `words` leaves.
///
/// # Errors
/// Those of the database.
pub(crate) async fn narrow(
    scope: &CommunityScope<'_>,
    all: &SelectStatement,
    words: impl Iterator<Item = SelectStatement>,
) -> Result<Narrowed> {
    let mut words = words.peekable();
    if words.peek().is_none() {
        return Ok(Narrowed::No);
    }
    // Both numbers are asked for again and again, and known from before most times.
    if scope.total_of_meters(all.clone()).await?.is_some_and(|rows| rows <= SMALL) {
        return Ok(Narrowed::No);
    }
    let (mut fewest, mut left) = (MAX_EXACT_TOTAL + 1, Narrowed::No);
    for ids in words {
        match scope.count_of_meters(ids.clone()).await? {
            Some(rows) if rows <= FEW => return Ok(Narrowed::Few(listed(&scope.db, &ids).await?)),
            Some(rows) if rows < fewest => (fewest, left) = (rows, Narrowed::To(Box::new(ids))),
            _ => {}
        }
    }
    Ok(left)
}

/// What a query gives the ids of, each once.
///
/// # Errors
/// Those of the database.
pub(crate) async fn listed(db: &impl ConnectionTrait, ids: &SelectStatement) -> Result<Arc<[Uuid]>> {
    let rows = db.query_all(ids).await?;
    let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
    Ok(ids.into_iter().collect())
}

impl Narrowed {
    /// Lets the rows through that are left; `id` is the column of their ids.
    pub(crate) fn condition(&self, id: Expr) -> Condition {
        match self {
            Self::No => Condition::all(),
            Self::To(ids) => Condition::all().add(id.in_subquery(ids.as_ref().clone())),
            Self::Few(ids) => Condition::all().add(id.is_in(ids.iter().copied())),
        }
    }
}

/// The column of a list's community as it is to be compared where few ids are known, which then are the way in.
///
/// SQLite may rather go through the community's index, because that is in the order asked for; with a sign before the
/// column it cannot.
pub(crate) fn beside_few(backend: DbBackend, community_id: Expr) -> Expr {
    match backend {
        DbBackend::Sqlite => Expr::cust_with_exprs("+?", [community_id]),
        _ => community_id,
    }
}

/// Lets the rows through in which every word of `q` is part of one of `columns`, which hold folded texts.
pub(crate) fn matches_words(q: Option<&str>, columns: &[Expr]) -> Condition {
    words(q).into_iter().fold(Condition::all(), |all, word| all.add(contains_any(columns, &word)))
}

/// The folded words of what somebody searches for.
pub(crate) fn words(q: Option<&str>) -> Vec<String> {
    fold(q.unwrap_or_default()).split_whitespace().map(str::to_owned).collect()
}

/// Lets the rows through in which `part` stands in one of `columns`.
pub(crate) fn contains_any(columns: &[Expr], part: &str) -> Condition {
    columns.iter().fold(Condition::any(), |any, column| any.add(contains(column.clone(), part)))
}

/// Lets the rows through in which `part` stands in `column`.
pub(crate) fn contains(column: Expr, part: &str) -> Expr {
    column.like(LikeExpr::new(format!("%{}%", escape(part))).escape('\\'))
}

/// The folded form of several texts as one: what rows keep to be searched by.
pub(crate) fn search_key<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    fold(&texts.into_iter().collect::<Vec<_>>().join(" "))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
