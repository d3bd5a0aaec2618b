//! What an import changed of a meter in one direction over a month of UTC.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reading_change")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub meter_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub direction: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: i64,
    pub community_id: Uuid,
    pub corrections: i64,
    #[sea_orm(column_type = "Blob")]
    pub old_wh: Vec<u8>,
    #[sea_orm(column_type = "Blob")]
    pub new_wh: Vec<u8>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
