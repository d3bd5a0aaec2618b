//! An import of a list.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub kind: String,
    pub state: String,
    pub file_name: String,
    pub columns: Json,
    pub to_create: i64,
    pub to_change: i64,
    pub unchanged: i64,
    pub wrong: i64,
    pub failure: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub created_by: Option<String>,
    pub applied_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
