//! A version of an optimisation's calendar.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "advice_calendar")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub optimisation_id: Uuid,
    pub number: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub reasons: Json,
    pub baseline_origin: String,
    pub baseline_scenario: String,
    pub forecast_id: Option<Uuid>,
    pub published_at: Option<DateTimeUtc>,
    pub earliest_day: Date,
    #[sea_orm(column_type = "JsonBinary")]
    pub periods: Json,
    pub advice_count: i64,
    pub change_count: i64,
    pub created_at: DateTimeUtc,
    pub created_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
