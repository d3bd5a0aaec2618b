//! A market that is activated for a customer.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "market_service")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub customer_id: Uuid,
    pub market_id: Uuid,
    pub start_date: Date,
    pub end_date: Date,
    pub shares_application: bool,
    pub shares_manager: bool,
    pub shares_client: bool,
    pub max_optimisations: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
