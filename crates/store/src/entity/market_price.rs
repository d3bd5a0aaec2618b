//! The price of a product on a day of trading, in thousandths of EUR/MWh.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "market_price")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub market_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub load: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub delivery: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    pub price: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
