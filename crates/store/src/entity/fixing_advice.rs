//! The advice to fix a part of a consumption period on a day.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fixing_advice")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub optimisation_id: Uuid,
    pub period_from: Date,
    pub period_to: Date,
    pub advised_on: Date,
    pub percent: i64,
    pub price: Option<i64>,
    pub reason: String,
    pub state: String,
    pub version: i64,
    pub closed_version: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
