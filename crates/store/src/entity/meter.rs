//! What identifies a meter.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meter")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub scheme: String,
    pub ean: String,
    pub meter_number: String,
    pub meter_number_key: String,
    pub street: String,
    pub street_number: String,
    #[sea_orm(column_name = "box")]
    pub r#box: Option<String>,
    pub postcode: String,
    pub city: String,
    pub city_key: String,
    pub country: String,
    pub phases: i64,
    pub reading_frequency: String,
    pub tariff_group: String,
    pub voltage_system: Option<String>,
    pub search_key: String,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub updated_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
