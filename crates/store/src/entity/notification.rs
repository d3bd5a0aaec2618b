//! Something a user was told in the application.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub organisation_id: Uuid,
    pub customer_id: Uuid,
    pub optimisation_id: Option<Uuid>,
    pub market_id: Uuid,
    pub event: String,
    pub day: Option<Date>,
    pub period_from: Option<Date>,
    pub percent: Option<i64>,
    pub calendar_version: Option<i64>,
    pub days_left: Option<i64>,
    pub created_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
