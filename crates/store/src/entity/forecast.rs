//! A forecast as it was published.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forecast")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub market_id: Uuid,
    pub origin: String,
    pub owner_id: Uuid,
    pub organisation_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub version: i64,
    pub comment: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub products: Json,
    pub published_at: DateTimeUtc,
    pub published_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
