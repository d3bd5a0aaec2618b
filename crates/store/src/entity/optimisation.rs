//! An optimisation of a customer account.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "optimisation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub customer_id: Uuid,
    pub market_id: Uuid,
    pub contract_name: String,
    pub name_key: String,
    pub search_key: String,
    pub points_of_delivery: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub tariff_indexes: Json,
    pub minimum_period: String,
    pub minimum_fixing: i64,
    pub delivery_from: Date,
    pub delivery_to: Date,
    pub last_period: Date,
    pub risk: String,
    pub to_fix: i64,
    pub baseline_origin: String,
    pub baseline_scenario: String,
    pub target: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub periods: Json,
    pub created_on: Date,
    pub calendar: i64,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub recipients: Option<Json>,
    pub recipients_version: i64,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub updated_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
