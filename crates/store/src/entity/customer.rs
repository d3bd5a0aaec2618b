//! A customer account.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub kam_id: Uuid,
    pub company: String,
    pub reference: Option<String>,
    pub reference_key: Option<String>,
    pub last_name: String,
    pub first_name: String,
    pub phone: String,
    pub email: String,
    pub email_key: String,
    pub locale: String,
    pub kind: String,
    pub access: bool,
    pub editor: Option<String>,
    pub frozen: bool,
    pub deleted_at: Option<DateTimeUtc>,
    pub erase_at: Option<DateTimeUtc>,
    pub name_key: String,
    pub search_key: String,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub updated_by: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
