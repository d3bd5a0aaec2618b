//! The distribution system operators: reference data, the same for every tenant.

use crate::connect::Store;
use crate::entity::dso::{self, Column, Entity};
use crate::error::{Error, Result, parsed_option};
use domain::vocabulary::Region;
use sea_orm::{EntityTrait, JsonValue, QueryOrder};

/// A distribution (or transmission) system operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DsoView {
    /// Its code.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Where it operates; absent for the transmission system operator.
    pub region: Option<Region>,
    /// Its Global Location Numbers.
    pub glns: Vec<String>,
    /// First seven digits its metering points usually have.
    pub ean_prefixes: Vec<String>,
}

impl Store {
    /// Every DSO, in the order it is offered.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn dsos(&self) -> Result<Vec<DsoView>> {
        let rows = Entity::find().order_by_asc(Column::Position).all(&self.db).await?;
        rows.into_iter().map(view).collect()
    }
}

fn view(row: dso::Model) -> Result<DsoView> {
    Ok(DsoView {
        region: parsed_option("region", row.region.as_deref())?,
        glns: texts(&row.code, row.glns)?,
        ean_prefixes: texts(&row.code, row.ean_prefixes)?,
        code: row.code,
        name: row.name,
    })
}

fn texts(code: &str, json: JsonValue) -> Result<Vec<String>> {
    serde_json::from_value(json).map_err(|error| Error::Inconsistent(format!("DSO {code}: {error}")))
}
