//! A version of an allocation key; it never changes.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "allocation_key_version")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub key_id: Uuid,
    pub number: i64,
    pub name: String,
    pub description: String,
    pub method: String,
    pub consumer_count: i64,
    pub iteration_count: i64,
    pub created_at: DateTimeUtc,
    pub created_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
