//! Periods of configurations in SQL: half-open, open-ended without an end.

use crate::entity::meter_configuration::Column;
use chrono::NaiveDate;
use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait, IntoIden};

/// Lets the configurations through whose period contains `day`; `table` is how the query calls them.
pub(crate) fn contains(table: impl IntoIden + Clone, day: NaiveDate) -> Condition {
    let started = Expr::col((table.clone(), Column::ValidFrom)).lte(day);
    Condition::all().add(started).add(reaches(table, day))
}

/// Lets the configurations through whose period holds `day` or any later one.
pub(crate) fn reaches(table: impl IntoIden, day: NaiveDate) -> Condition {
    let valid_to = Expr::col((table, Column::ValidTo));
    Condition::any().add(valid_to.clone().is_null()).add(valid_to.gt(day))
}
