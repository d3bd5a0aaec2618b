//! An iteration of a version of an allocation key.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "allocation_key_iteration")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub community_id: Uuid,
    pub share_millionths: i64,
    pub rule: String,
    pub refill: bool,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub weights_millionths: Option<Json>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
