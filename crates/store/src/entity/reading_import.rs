//! An import of readings.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reading_import")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub state: String,
    pub file_name: String,
    pub layout: String,
    pub unit: String,
    pub stamped: String,
    pub answers: Json,
    pub questions: Json,
    pub meters: i64,
    pub first_quarter: i64,
    pub last_quarter: i64,
    pub new: i64,
    pub corrections: i64,
    pub unchanged: i64,
    pub result: Option<Json>,
    pub failure: Option<String>,
    pub sequence: Option<i64>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub created_by: Option<String>,
    pub applied_at: Option<DateTimeUtc>,
    pub applied_by: Option<String>,
    pub undone_at: Option<DateTimeUtc>,
    pub undone_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
