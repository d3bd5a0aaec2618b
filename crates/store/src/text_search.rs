//! Search by words: every word must stand somewhere in one of the stored, folded texts.

use domain::text::fold;
use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};

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
