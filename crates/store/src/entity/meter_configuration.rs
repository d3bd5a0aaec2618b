//! What holds for a meter during a period.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meter_configuration")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub meter_id: Uuid,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub description: String,
    pub status: String,
    pub sampling_power_va: i64,
    pub generating_capacity_va: i64,
    pub amperage_ma: i64,
    pub rate: String,
    pub client_type: String,
    pub member_id: Option<Uuid>,
    pub dso: String,
    pub production_chain: String,
    pub injection_status: String,
    pub created_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
