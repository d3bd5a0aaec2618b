//! A row of an import.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub import_id: Uuid,
    pub number: i64,
    pub state: String,
    pub label: String,
    pub cells: Json,
    pub input: Option<Json>,
    pub changes: Json,
    pub issues: Json,
    pub target_id: Option<Uuid>,
    pub target_version: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
