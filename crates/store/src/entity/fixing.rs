//! A fixing that was made with the supplier.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fixing")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub optimisation_id: Uuid,
    pub period_from: Date,
    pub fixed_on: Date,
    pub percent: i64,
    pub price: i64,
    pub advice_id: Option<Uuid>,
    pub state: String,
    pub cancel_reason: Option<String>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub cancelled_by: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub created_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
