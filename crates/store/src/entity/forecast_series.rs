//! A product of a forecast, with all its points.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "forecast_series")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub forecast_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub load: String,
    pub delivery: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub points: Json,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
