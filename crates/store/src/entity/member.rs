//! A member of a community.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub community_id: Uuid,
    pub kind: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub company_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub street: Option<String>,
    pub street_number: Option<String>,
    #[sea_orm(column_name = "box")]
    pub r#box: Option<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub billing_street: Option<String>,
    pub billing_street_number: Option<String>,
    pub billing_box: Option<String>,
    pub billing_postcode: Option<String>,
    pub billing_city: Option<String>,
    pub billing_country: Option<String>,
    pub iban: Option<String>,
    pub enterprise_number: Option<String>,
    pub status: String,
    pub display_name: String,
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
